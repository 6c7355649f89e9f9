//! Serving: it says where, stops when asked, and keeps what it acknowledged even when it is killed.

#![allow(clippy::disallowed_methods, reason = "these tests start programs and use the server they are lent")]

mod harness;

use harness::{Engine, Place, binary};
use std::{
    collections::{BTreeMap, HashMap},
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Nothing here waits longer; on a busy machine most of it is starting.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server of the test's own. It does not outlive the test.
struct Server {
    child: Child,
    address: String,
    said: Vec<String>,
}

impl Server {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        let mut command = binary();
        command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).arg("--data").arg(place.data());
        if let Some(url) = place.url() {
            command.arg("--database").arg(url);
        }
        Self::of(command, &place.path("server.log"))
    }

    /// Waits for the line that says where it answers.
    fn of(mut command: Command, log: &std::path::Path) -> Self {
        let complaints = File::create(log).expect("a log");
        let mut child = command.stdout(Stdio::piped()).stderr(complaints).spawn().expect("the binary starts");
        let mut lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let mut said = Vec::new();
        loop {
            let Some(Ok(line)) = lines.next() else {
                let _ = child.wait();
                panic!("it did not start: {said:?}\n{}", fs::read_to_string(log).unwrap_or_default());
            };
            said.push(line.clone());
            if let Some(rest) = line.strip_prefix("Weft is at http://") {
                let address = rest.trim_end_matches('/').to_owned();
                // It may go on saying things; nobody listens.
                thread::spawn(move || lines.for_each(drop));
                return Self { child, address, said };
            }
        }
    }

    fn browser(&self) -> Browser {
        Browser { address: self.address.clone(), cookies: BTreeMap::new() }
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &id]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for its end.
    fn ended(&mut self) -> std::process::ExitStatus {
        let until = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("its status") {
                return status;
            }
            assert!(Instant::now() < until, "it does not end");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Somebody's browser, as plain as can be: HTTP/1.0, a connection for each request.
#[derive(Clone)]
struct Browser {
    address: String,
    cookies: BTreeMap<String, String>,
}

struct Answer {
    status: u16,
    to: String,
    retry_after: String,
    body: String,
}

impl Answer {
    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{} is not JSON: {error}", self.body))
    }
}

impl Browser {
    fn get(&mut self, path: &str) -> Option<Answer> {
        self.send("GET", path, "")
    }

    fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Option<Answer> {
        let coded: Vec<String> =
            fields.iter().map(|(name, value)| format!("{name}={}", coded(value))).collect();
        self.send("POST", path, &coded.join("&"))
    }

    /// Nothing when the server was not there, or went away before it had answered.
    fn send(&mut self, method: &str, path: &str, body: &str) -> Option<Answer> {
        let mut connection = TcpStream::connect(&self.address).ok()?;
        connection.set_read_timeout(Some(PATIENCE)).ok()?;
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let head = format!(
            "{method} {path} HTTP/1.0\r\nHost: {}\r\nOrigin: http://{}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nCookie: {}\r\n\r\n",
            self.address,
            self.address,
            body.len(),
            cookies.join("; ")
        );
        connection.write_all(head.as_bytes()).ok()?;
        connection.write_all(body.as_bytes()).ok()?;
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        let (mut to, mut retry_after) = (String::new(), String::new());
        for line in head.lines().skip(1) {
            let (name, value) = line.split_once(": ")?;
            match name.to_ascii_lowercase().as_str() {
                "location" => value.clone_into(&mut to),
                "retry-after" => value.clone_into(&mut retry_after),
                "set-cookie" => {
                    let (name, value) = value.split(';').next()?.split_once('=')?;
                    self.cookies.insert(name.to_owned(), value.to_owned());
                }
                _ => {}
            }
        }
        Some(Answer { status, to, retry_after, body: body.to_owned() })
    }
}

fn coded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn answers_and_stops(engine: Engine) {
    let place = Place::new(engine);
    let mut server = Server::start(&place, &[]);
    assert!(
        server.said.iter().any(|line| line.contains("/setup")),
        "the first start gives a code: {:?}",
        server.said
    );
    let mut visitor = server.browser();
    let alive = visitor.get("/healthz").expect("an answer");
    assert_eq!((alive.status, &alive.json()["status"]), (200, &"ok".into()));
    let ready = visitor.get("/readyz").expect("an answer");
    assert_eq!((ready.status, &ready.json()["status"]), (200, &"ready".into()), "{}", ready.body);
    assert_eq!(visitor.get("/").expect("an answer").status, 200);
    assert_eq!(visitor.get("/no-such-page").expect("an answer").status, 404);
    assert_eq!(
        visitor.get("/demo").expect("an answer").status,
        404,
        "invented people are for the demo alone"
    );
    server.signal("TERM");
    assert_eq!(server.ended().code(), Some(0));
    place.weft(&["doctor"]).succeeds();
}

#[test]
fn it_says_where_it_answers_tells_its_health_and_stops_in_order_on_sqlite() {
    answers_and_stops(Engine::Sqlite);
}

#[test]
fn it_says_where_it_answers_tells_its_health_and_stops_in_order_on_postgresql() {
    answers_and_stops(Engine::Postgres);
}

#[test]
fn live_pages_do_not_keep_it_from_stopping() {
    let place = Place::new(Engine::Sqlite);
    import_pockets(&place);
    let mut server = Server::start(&place, &[]);
    let topic = format!("idea:{}", first_idea(&server));
    let mut listening = TcpStream::connect(&server.address).expect("a connection");
    write!(listening, "GET /live?topic={topic} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address)
        .expect("a request");
    let mut some = [0_u8; 15];
    listening.read_exact(&mut some).expect("an answer");
    assert_eq!(&some, b"HTTP/1.1 200 OK");
    server.signal("TERM");
    assert_eq!(server.ended().code(), Some(0));
}

#[test]
fn what_the_store_measures_is_told_on_an_address_of_its_own_and_nowhere_else() {
    let place = Place::new(Engine::Sqlite);
    let configuration = place.path("weft.toml");
    fs::write(&configuration, "metrics = \"127.0.0.1:0\"\n").expect("a file");
    let server = Server::start(&place, &["--config", configuration.to_str().expect("UTF-8")]);
    assert_eq!(server.browser().get("/").expect("an answer").status, 200);
    assert_eq!(server.browser().get("/metrics").expect("an answer").status, 404, "visitors read no figures");
    let place = server.said.iter().find_map(|line| line.strip_prefix("What the house measures: http://"));
    let address = place.and_then(|line| line.strip_suffix("/metrics")).expect("the line that says where");
    let told = Browser { address: address.to_owned(), cookies: BTreeMap::new() }.get("/metrics");
    let figures = told.expect("an answer").body;
    for figure in [
        "store_queue_seconds_bucket{engine=\"sqlite\",kind=\"read\"",
        "store_queue_requests{engine=\"sqlite\",kind=\"write\"}",
        "store_batch_requests_sum{engine=\"sqlite\"}",
        "store_commit_seconds_count{engine=\"sqlite\"}",
        "store_transactions_total{engine=\"sqlite\",kind=\"write\",outcome=\"kept\"}",
    ] {
        let line = figures.lines().find(|line| line.starts_with(figure));
        line.unwrap_or_else(|| panic!("{figure} is missing in {figures}"));
    }
}

/// A start that must fail.
fn refused(place: &Place, arguments: &[&str]) -> String {
    let mut command = binary();
    command.args(["serve", "--listen", "127.0.0.1:0"]).args(arguments).arg("--data").arg(place.data());
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let until = Instant::now() + PATIENCE;
    while child.try_wait().expect("its status").is_none() {
        if Instant::now() > until {
            let _ = child.kill();
            panic!("it serves all the same");
        }
        thread::sleep(Duration::from_millis(20));
    }
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_secret_that_everybody_knows_is_refused_and_none_is_drawn_over_it() {
    let place = Place::new(Engine::Sqlite);
    fs::create_dir_all(place.data()).expect("a folder");
    let kept = place.data().join("secret");
    fs::write(&kept, "demo-only-not-a-secret\n").expect("a secret");
    assert!(refused(&place, &[]).contains("holds no secret"));
    assert_eq!(fs::read_to_string(&kept).expect("the secret"), "demo-only-not-a-secret\n");
    fs::remove_file(&kept).expect("gone");

    let short = place.path("short.toml");
    fs::write(&short, "[house]\nsecret = \"short\"\n").expect("a configuration");
    assert!(refused(&place, &["--config", short.to_str().expect("UTF-8")]).contains("shorter than 32"));

    drop(Server::start(&place, &[]));
    let drawn = fs::read_to_string(&kept).expect("a secret is drawn");
    assert!(drawn.len() >= 64 && !drawn.contains("demo"), "{} characters", drawn.len());
    drop(Server::start(&place, &[]));
    assert_eq!(fs::read_to_string(&kept).expect("the secret"), drawn, "and kept");
}

#[test]
fn a_mistake_in_the_configuration_is_named() {
    let place = Place::new(Engine::Sqlite);
    let file = place.path("weft.toml");
    fs::write(&file, "[house]\nbrandd = \"Hallam\"\n").expect("a configuration");
    assert!(refused(&place, &["--config", file.to_str().expect("UTF-8")]).contains("brandd"));
}

/// How many people write at once, and how many acknowledged changes the server is killed after.
const WRITERS: usize = 6;
const KILLED_AFTER: usize = 240;
/// Merges that are acknowledged before that.
const MERGED_BEFORE: usize = 6;

/// What somebody was told is done.
#[derive(Default)]
struct Acknowledged {
    ideas: Vec<String>,
    comments: Vec<String>,
    /// The last vote on each idea, and those whose answer never came: they may count or not.
    votes: HashMap<String, i64>,
    unsure: HashMap<String, i64>,
}

/// Words that are like no other idea's.
fn words(writer: usize, turn: usize) -> String {
    let mut seed = (writer as u64 + 1) * 7_919 + turn as u64 * 104_729;
    let mut word = || {
        let letters = (0..9).map(|_| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'a' + ((seed >> 33) % 26) as u8)
        });
        letters.collect::<String>()
    };
    [word(), word(), word(), word()].join(" ")
}

/// Posts, comments and votes until the server is gone.
fn write_on(mut browser: Browser, writer: usize, first: &str, done: &AtomicUsize) -> Acknowledged {
    let mut known = Acknowledged::default();
    for turn in 0.. {
        let text = words(writer, turn);
        let answer = match turn % 3 {
            0 => browser.post(
                "/ideas",
                &[("programme", "pockets"), ("title", &text), ("body", &text), ("terms", "1")],
            ),
            1 => browser.post(&format!("/pieces/{first}/comments"), &[("body", &text)]),
            _ => {
                let weight = if turn % 2 == 0 { 1 } else { -1 };
                let answer =
                    browser.post(&format!("/ideas/{first}/votes"), &[("weight", &weight.to_string())]);
                match &answer {
                    Some(answer) if answer.status == 303 => known.votes.insert(first.to_owned(), weight),
                    _ => known.unsure.insert(first.to_owned(), weight),
                };
                answer
            }
        };
        let Some(answer) = answer else { return known };
        assert_eq!(answer.status, 303, "{}", answer.body);
        match turn % 3 {
            0 => known.ideas.push(text),
            1 => known.comments.push(text),
            _ => {}
        }
        done.fetch_add(1, Ordering::SeqCst);
    }
    known
}

/// A merge that somebody was told is done, and whether they were told that it is undone.
struct Merged {
    from: String,
    into: String,
    undone: bool,
}

/// Shares two ideas, votes on both, merges them and takes every other merge back, until the server is gone. Only what
/// was acknowledged is told; a merge whose undoing was not answered is left out.
fn merge_on(mut browser: Browser, done: &AtomicUsize) -> Vec<Merged> {
    let mut known = Vec::new();
    for turn in 0.. {
        let Some(merged) = merge_once(&mut browser, turn) else { return known };
        known.push(merged);
        done.fetch_add(1, Ordering::SeqCst);
    }
    known
}

/// One merge, taken back when the turn is odd. Nothing when an answer never came.
fn merge_once(browser: &mut Browser, turn: usize) -> Option<Merged> {
    let mut ideas = Vec::new();
    for n in 0..2 {
        let text = words(WRITERS, turn * 2 + n);
        let fields = [("programme", "pockets"), ("title", &*text), ("body", &*text), ("terms", "1")];
        let shared = done_at(browser.post("/ideas", &fields)?);
        ideas.push(shared.strip_prefix("/ideas/")?.split(['?', '#']).next()?.to_owned());
    }
    let [from, into] = <[String; 2]>::try_from(ideas).ok()?;
    let proposed =
        browser.post(&format!("/ideas/{from}/merge"), &[("into", &into), ("reason", "The same")])?;
    let merge = done_at(proposed);
    done_at(browser.post(&format!("{merge}/accept"), &[])?);
    let undone = turn % 2 == 1;
    if undone {
        done_at(browser.post(&format!("{merge}/undo"), &[("reason", "Not the same")])?);
    }
    Some(Merged { from, into, undone })
}

#[track_caller]
fn done_at(answer: Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.body);
    answer.to
}

const STATEMENTS: &str = "\
timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body
1500000000000,then,0,1,0,0,1,Every coat needs a second pocket
";
const VOTES: &str = "timestamp,datetime,comment-id,voter-id,vote\n1500000002000,then,0,2,1\n";

#[test]
fn a_database_that_goes_away_is_waited_for_and_found_again_without_a_new_start() {
    let place = Place::new(Engine::Postgres);
    import_pockets(&place);
    let server = Server::start(&place, &[]);
    let idea = format!("/ideas/{}", first_idea(&server));
    let mut member = registered(&server, &place, "member");
    place.on_server("ALTER DATABASE {} ALLOW_CONNECTIONS false");
    place.on_server(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}' AND pid <> pg_backend_pid()",
    );
    for answer in [member.get(&idea), member.post(&format!("{idea}/votes"), &[("weight", "1")])] {
        let answer = answer.expect("an answer");
        assert_eq!(answer.status, 503, "{}", answer.body);
        assert!(answer.retry_after.parse::<u32>().is_ok_and(|seconds| seconds > 0), "when to come again");
    }
    assert_eq!(member.get("/healthz").expect("an answer").status, 200, "the process lives");
    assert_eq!(member.get("/readyz").expect("an answer").status, 503, "but is not ready");
    place.on_server("ALTER DATABASE {} ALLOW_CONNECTIONS true");
    let until = Instant::now() + PATIENCE;
    while member.post(&format!("{idea}/votes"), &[("weight", "1")]).expect("an answer").status != 303 {
        assert!(Instant::now() < until, "it does not find its database again");
        thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(member.get("/readyz").expect("an answer").status, 200);
    place.weft(&["doctor"]).succeeds();
}

/// Makes a mount namespace of one's own; the second form does without being root.
const NAMESPACES: [&[&str]; 2] = [&["--mount"], &["--user", "--map-root-user", "--mount"]];

/// Runs a line of shell with a small disk that nobody else sees, whose folder is `$0`. Nothing where the system gives no
/// such disk: in a container without the right, say.
fn on_small_disk(size: &str, line: &str, namespaces: &[&[&str]]) -> Option<Command> {
    let mount = |size: &str| format!("mount -t tmpfs -o size={size},mode=1777 tmpfs");
    namespaces.iter().find_map(|namespace| {
        let mut tried = Command::new("unshare");
        tried.args(*namespace).args(["sh", "-c", &format!("{} /mnt", mount("1m"))]);
        let made = tried.stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        let mut command = Command::new("unshare");
        command.args(*namespace).args(["sh", "-c", &format!(r#"{} "$0" && {line}"#, mount(size))]);
        made.then_some(command)
    })
}

/// What takes the rest of a disk.
struct Ballast(std::path::PathBuf);

impl Ballast {
    /// On the disk that this process sees in this folder.
    fn of(process: &Child, folder: &std::path::Path) -> Self {
        Self(format!("/proc/{}/root{}/ballast", process.id(), folder.display()).into())
    }

    fn load(&self) {
        let mut file = File::create(&self.0).expect("a file");
        for size in [1 << 16, 1 << 10, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    fn remove(&self) {
        fs::remove_file(&self.0).expect("room again");
    }
}

/// Speaks while there is room, while there is none, and again when there is: each word that was acknowledged is there.
fn speaks_on_a_full_disk(member: &mut Browser, idea: &str, ballast: &Ballast) {
    let say = |member: &mut Browser, turn: usize| {
        // Half of the longest that may be said, and nothing that could be pressed together.
        let text: Vec<String> = (0..100).map(|part| words(90 + part, turn)).collect();
        let comments = format!("{}/comments", idea.replace("/ideas/", "/pieces/"));
        member.post(&comments, &[("body", &text.join(" "))]).expect("an answer")
    };
    assert_eq!(say(member, 0).status, 303);
    ballast.load();
    let (mut kept, mut refused) = (1, 0);
    for turn in 1..40 {
        let answer = say(member, turn);
        match answer.status {
            303 => kept += 1,
            _ => {
                assert_eq!(answer.status, 503, "{}", answer.body);
                assert!(answer.body.contains("no room left on our disk"), "it says why: {}", answer.body);
                assert!(!answer.retry_after.is_empty());
                refused += 1;
            }
        }
    }
    assert!(refused > 0, "{kept} were kept on a full disk");
    assert_eq!(member.get(idea).expect("an answer").status, 200, "reading goes on");
    ballast.remove();
    let until = Instant::now() + PATIENCE;
    while say(member, 41).status != 303 {
        assert!(Instant::now() < until, "it does not recover");
        thread::sleep(Duration::from_millis(100));
    }
    kept += 1;
    let piece = format!("/api/v1/pieces/{}", idea.trim_start_matches("/ideas/"));
    let told = member.get(&format!("{piece}/comments")).expect("an answer").json();
    let comments = told["items"].as_array().map(Vec::len);
    assert_eq!(comments, Some(kept), "each that was acknowledged, once: {told}");
    assert_eq!(member.get(&piece).expect("an answer").json()["comments"], kept);
}

#[test]
fn a_full_disk_is_said_in_words_loses_nothing_and_passes_on_sqlite() {
    let line = r#"cp -a "$1/." "$0" && exec "$2" serve --listen 127.0.0.1:0 --data "$0""#;
    let Some(mut command) = on_small_disk("24m", line, &NAMESPACES) else {
        eprintln!("skipped: this system gives no small disk to fill");
        return;
    };
    let place = Place::new(Engine::Sqlite);
    import_pockets(&place);
    let first = Server::start(&place, &[]);
    let idea = format!("/ideas/{}", first_idea(&first));
    let member = registered(&first, &place, "member");
    drop(first);

    let disk = place.path("disk");
    fs::create_dir_all(&disk).expect("a folder");
    command.args([&disk, &place.data(), &std::path::PathBuf::from(env!("CARGO_BIN_EXE_weft"))]);
    let mut server = Server::of(command, &place.path("disk.log"));
    let mut member = Browser { address: server.address.clone(), ..member };
    speaks_on_a_full_disk(&mut member, &idea, &Ballast::of(&server.child, &disk));
    server.signal("TERM");
    assert_eq!(server.ended().code(), Some(0));
}

/// A PostgreSQL server of the test's own, on a small disk.
struct SmallPostgres {
    child: Child,
    url: String,
}

impl SmallPostgres {
    /// Nothing where the system gives no such disk, or only to somebody who may not start a server on it.
    fn start(disk: &std::path::Path) -> Option<Self> {
        let line = r#"TMPDIR="$0" exec "$1" sh -c 'echo "$WEFT_TEST_POSTGRES"; exec sleep 600'"#;
        let mut command = on_small_disk("192m", line, &NAMESPACES[..1])?;
        let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/with-postgres");
        command.arg(disk).arg(script).env_remove("WEFT_TEST_POSTGRES").stdout(Stdio::piped());
        let mut child = command.spawn().expect("a shell");
        let mut url = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut url).expect("a line");
        let started = Self { child, url: url.trim().to_owned() };
        assert!(!started.url.is_empty(), "no PostgreSQL server on a small disk");
        Some(started)
    }
}

impl Drop for SmallPostgres {
    fn drop(&mut self) {
        // The script ends the server, and takes its folder along.
        let _ = Command::new("kill").args(["-s", "TERM", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

#[test]
fn a_full_disk_is_said_in_words_loses_nothing_and_passes_on_postgresql() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(postgres) = SmallPostgres::start(folder.path()) else {
        eprintln!("skipped: this system gives no small disk to fill");
        return;
    };
    let place = Place::on(postgres.url.clone());
    import_pockets(&place);
    let server = Server::start(&place, &[]);
    let idea = format!("/ideas/{}", first_idea(&server));
    let mut member = registered(&server, &place, "member");
    // A fresh segment of the log: when there is no room for the next one, PostgreSQL stops altogether.
    place.meddle("SELECT pg_switch_wal()");
    speaks_on_a_full_disk(&mut member, &idea, &Ballast::of(&postgres.child, folder.path()));
    place.weft(&["doctor"]).succeeds();
}

/// Makes a programme with one idea in it.
fn import_pockets(place: &Place) {
    let folder = place.path("polis");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("comments.csv"), STATEMENTS).expect("a file");
    fs::write(folder.join("votes.csv"), VOTES).expect("a file");
    place.weft(&["import", "polis", folder.to_str().expect("UTF-8"), "--programme", "pockets"]).succeeds();
}

/// The identifier of the first idea on the board.
fn first_idea(server: &Server) -> String {
    let board = server.browser().get("/ideas?programme=pockets&order=newest").expect("an answer");
    let (_, after) =
        board.body.split_once("id=\"idea-").unwrap_or_else(|| panic!("no idea on {}", board.body));
    after.split('"').next().expect("an identifier").to_owned()
}

/// Makes an account the way everybody does: by a letter, which this house keeps because it knows no mail server.
fn registered(server: &Server, place: &Place, name: &str) -> Browser {
    let mut browser = server.browser();
    let email = format!("{name}@example.org");
    let sent = browser.post("/register", &[("name", name), ("email", &email)]).expect("an answer");
    assert_eq!((sent.status, sent.to.as_str()), (303, "/sign-in/sent"), "{}", sent.body);
    let letters = place
        .texts(&format!("SELECT text FROM letters WHERE to_address = '{email}' ORDER BY id DESC LIMIT 1"));
    let letter = letters.first().expect("a letter");
    let link = letter
        .split_whitespace()
        .find_map(|word| word.find("/enter/").map(|at| &word[at..]))
        .expect("a link");
    let opened = browser.post(link, &[("stay", "1")]).expect("an answer");
    assert_eq!(opened.status, 303, "{}", opened.body);
    browser
}

fn survives(engine: Engine) {
    let place = Place::new(engine);
    import_pockets(&place);
    let configuration = place.path("weft.toml");
    fs::write(&configuration, "[house]\nsign_in_attempts = 10000\nchanges_a_minute = 100000\n")
        .expect("a file");
    let arguments = ["--config", configuration.to_str().expect("UTF-8")];

    let mut server = Server::start(&place, &arguments);
    let first = first_idea(&server);
    let done = Arc::new(AtomicUsize::new(0));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let browser = registered(&server, &place, &format!("writer{writer}"));
            let (first, done) = (first.clone(), done.clone());
            thread::spawn(move || write_on(browser, writer, &first, &done))
        })
        .collect();
    let steward = registered(&server, &place, "steward");
    place.meddle("UPDATE people SET staff = TRUE WHERE name = 'steward'");
    let merges = Arc::new(AtomicUsize::new(0));
    let counted = merges.clone();
    let merger = thread::spawn(move || merge_on(steward, &counted));
    let until = Instant::now() + PATIENCE;
    while done.load(Ordering::SeqCst) < KILLED_AFTER || merges.load(Ordering::SeqCst) < MERGED_BEFORE {
        assert!(Instant::now() < until, "only {done:?} changes and {merges:?} merges");
        assert!(!writers.iter().any(thread::JoinHandle::is_finished), "a writer was refused");
        assert!(!merger.is_finished(), "the merger was refused");
        thread::sleep(Duration::from_millis(5));
    }
    server.child.kill().expect("kill");
    assert_eq!(server.ended().code(), None, "killed, not ended");
    let known: Vec<Acknowledged> =
        writers.into_iter().map(|writer| writer.join().expect("a writer")).collect();
    let merged = merger.join().expect("the merger");

    // Another start finds everything in order and serves.
    let mut again = Server::start(&place, &arguments);
    assert_eq!(again.browser().get("/readyz").expect("an answer").status, 200);
    let ideas = place.texts("SELECT title FROM pieces WHERE kind = 'idea'");
    let comments = place.texts("SELECT body FROM pieces WHERE kind = 'comment'");
    for one in &known {
        for idea in &one.ideas {
            assert_eq!(ideas.iter().filter(|kept| *kept == idea).count(), 1, "{idea} was acknowledged once");
        }
        for comment in &one.comments {
            assert_eq!(
                comments.iter().filter(|kept| *kept == comment).count(),
                1,
                "{comment}, acknowledged once"
            );
        }
    }
    for Merged { from, into, undone } in &merged {
        let answer = again.browser().get(&format!("/ideas/{from}")).expect("an answer");
        if *undone {
            assert_eq!(answer.status, 200, "the merge of {from} was taken back");
        } else {
            assert!(answer.to.starts_with(&format!("/ideas/{into}")), "{from} leads to {:?}", answer.to);
        }
    }
    let sum: i64 = known.iter().flat_map(|one| one.votes.values()).sum();
    // A vote on its way when the lights went out may stand in place of the one before it.
    let leeway: i64 = known
        .iter()
        .flat_map(|one| {
            one.unsure.iter().map(|(idea, weight)| (weight - one.votes.get(idea).unwrap_or(&0)).abs())
        })
        .sum();
    let counted = place.number("SELECT CAST(COALESCE(SUM(weight), 0) AS BIGINT) FROM votes");
    // One vote came with the import.
    assert!((counted - 1 - sum).abs() <= leeway, "{counted} counted, {sum} acknowledged, {leeway} unsure");
    let told: usize = known.iter().map(|one| one.ideas.len() + one.comments.len()).sum();
    assert!(told > KILLED_AFTER / 3, "{told} posts were acknowledged");
    again.signal("TERM");
    assert_eq!(again.ended().code(), Some(0));
    place.weft(&["doctor"]).succeeds();
}

#[test]
fn nothing_that_was_acknowledged_is_missing_after_a_kill_on_sqlite() {
    survives(Engine::Sqlite);
}

#[test]
fn nothing_that_was_acknowledged_is_missing_after_a_kill_on_postgresql() {
    survives(Engine::Postgres);
}

#[test]
fn a_demo_takes_an_empty_folder_or_its_own_and_no_other() {
    let place = Place::new(Engine::Sqlite);
    fs::create_dir_all(place.data()).expect("a folder");
    fs::write(place.data().join("letters-to-grandmother.txt"), "mine").expect("a file");
    let mut command = binary();
    command.args(["demo", "--listen", "127.0.0.1:0"]).arg("--data").arg(place.data());
    let ran = harness::Ran::of(command.output().expect("the binary runs"));
    ran.refuses("is not empty, and no demo made it");

    // A house that people live in is not taken either, wherever it is.
    let lived_in = Place::new(Engine::Postgres);
    import_pockets(&lived_in);
    let rows = lived_in.rows();
    let mut command = binary();
    command.args(["demo", "--listen", "127.0.0.1:0", "--database"]).arg(lived_in.url().expect("an address"));
    harness::Ran::of(command.output().expect("the binary runs")).refuses("it is no demo");
    assert_eq!(lived_in.rows(), rows);
}

/// What a demo at this place comes to, as `export` writes it.
fn demo_at(engine: Engine) -> BTreeMap<String, String> {
    let place = Place::new(engine);
    let mut command = binary();
    command.args(["demo", "--listen", "127.0.0.1:0"]).arg("--data").arg(place.data());
    if let Some(url) = place.url() {
        command.arg("--database").arg(url);
    }
    let mut server = Server::of(command, &place.path("demo.log"));
    assert!(
        server.said.iter().any(|line| line.starts_with("Invented people to be: http://")),
        "{:?}",
        server.said
    );
    server.signal("TERM");
    assert_eq!(server.ended().code(), Some(0));
    let out = place.path("out");
    place.weft(&["export", "--out", out.to_str().expect("UTF-8")]).succeeds();
    place.weft(&["doctor"]).succeeds();
    let files = fs::read_dir(&out).expect("an export").map(|entry| entry.expect("a file").path());
    let tables = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl"));
    tables
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(&path).expect("a table"))
        })
        .collect()
}

#[test]
fn the_demo_is_the_same_on_every_run_and_on_both_engines() {
    let first = demo_at(Engine::Sqlite);
    assert!(first.len() > 40 && first["pieces.jsonl"].lines().count() > 30, "it has a history");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let again = demo_at(engine);
        assert!(first.keys().eq(again.keys()));
        for (table, rows) in &first {
            assert_eq!(&again[table], rows, "{table} on {engine:?}");
        }
    }
}

#[test]
fn the_search_index_is_built_anew_beside_a_server_and_without_one() {
    let place = Place::new(Engine::Sqlite);
    import_pockets(&place);
    assert_eq!(place.weft(&["reindex"]).succeeds().json()["documents"], 1);
    fs::remove_dir_all(place.data().join("search")).expect("the index");
    let server = Server::start(&place, &[]);
    let found =
        || server.browser().get("/api/v1/search?q=pocket").expect("an answer").json()["items"].clone();
    let until = Instant::now() + PATIENCE;
    while found().as_array().is_none_or(Vec::is_empty) {
        assert!(Instant::now() < until, "the server builds the index that is missing");
        thread::sleep(Duration::from_millis(50));
    }
    let asked = place.weft(&["reindex"]).succeeds().json();
    assert!(asked["asked"].is_string(), "the server keeps the index and is asked: {asked}");
    assert_eq!(found().as_array().map(Vec::len), Some(1), "meanwhile everything is found");
    drop(server);
    assert_eq!(place.weft(&["reindex"]).succeeds().json()["documents"], 1);
}
