//! What people are told: notices in the house, letters outside it.

mod harness;

use act::{Argument, Id, Person, sql};
use events::{Letter, Notice, Received, Which, inbox, mark_read, notify, post, post_to, unread};
use harness::{START, on_both};
use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::Arc,
};
use store::{Span, Store};

const MARA: Id<Person> = Id::from_raw(1);
const NOOR: Id<Person> = Id::from_raw(2);
const OTTO: Id<Person> = Id::from_raw(3);

fn answered(to: Id<Person>, by: Id<Person>, about: i64) -> Notice {
    let arguments = vec![
        ("name", Argument::from("Noor")),
        ("votes", Argument::from(3_i64)),
        ("until", Argument::from(START + Span::days(1))),
    ];
    let link = format!("/ideas/{about}");
    Notice { to, key: "ideas-notice-answered", arguments, link, about: Some(about), by: Some(by) }
}

async fn tell(store: &Store, notice: Notice) {
    store.write(move |tx| notify(tx, notice.clone())).await.expect("a notice");
}

async fn all(store: &Store, person: Id<Person>) -> Vec<Received> {
    store.read(move |tx| inbox(tx, person, None, 50)).await.expect("an inbox")
}

#[test]
fn the_same_unread_notice_is_counted_not_repeated_and_never_about_oneself() {
    on_both(|place| async move {
        let store = place.open();
        tell(&store, answered(MARA, MARA, 4)).await;
        assert!(all(&store, MARA).await.is_empty(), "nobody is told what they did themselves");
        tell(&store, answered(MARA, NOOR, 4)).await;
        place.hand.advance(Span::seconds(1));
        tell(&store, answered(MARA, NOOR, 5)).await;
        place.hand.advance(Span::seconds(1));
        tell(&store, answered(MARA, OTTO, 4)).await;
        let told = all(&store, MARA).await;
        assert_eq!(
            told.iter().map(|n| (n.about, n.times, n.by)).collect::<Vec<_>>(),
            [(Some(4), 2, Some(OTTO)), (Some(5), 1, Some(NOOR))]
        );
        assert_eq!(told[0].arguments[2], ("until".to_owned(), Argument::Time(START + Span::days(1))));
        assert_eq!((told[0].link.as_str(), told[0].at), ("/ideas/4", START + Span::seconds(2)));
        assert_eq!(store.read(|tx| unread(tx, MARA)).await.unwrap(), 2);

        let first = told[0].id;
        assert_eq!(
            store.write(move |tx| mark_read(tx, NOOR, Which::One(first))).await.unwrap(),
            0,
            "not hers"
        );
        assert_eq!(store.write(move |tx| mark_read(tx, MARA, Which::One(first))).await.unwrap(), 1);
        tell(&store, answered(MARA, NOOR, 4)).await;
        assert_eq!(all(&store, MARA).await.len(), 3, "once read, the next one is news");
        assert_eq!(store.write(|tx| mark_read(tx, MARA, Which::All)).await.unwrap(), 2);
        assert_eq!(store.read(|tx| unread(tx, MARA)).await.unwrap(), 0);
    });
}

#[test]
fn the_inbox_is_leafed_through_without_gaps_or_repetitions() {
    on_both(|place| async move {
        let store = place.open();
        for about in 0..23 {
            tell(&store, answered(MARA, NOOR, about)).await;
            if about % 3 == 0 {
                place.hand.advance(Span::seconds(1));
            }
        }
        let (mut seen, mut before) = (Vec::new(), None);
        loop {
            let page = store.read(move |tx| inbox(tx, MARA, before, 5)).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.id);
            seen.extend(page.iter().filter_map(|notice| notice.about));
        }
        assert_eq!(seen, (0..23).rev().collect::<Vec<_>>());
    });
}

#[test]
fn a_notice_leads_to_a_page_of_this_house() {
    on_both(|place| async move {
        let store = place.open();
        for link in ["https://example.org", "//example.org", "ideas/4", ""] {
            let notice = Notice { link: link.to_owned(), ..answered(MARA, NOOR, 4) };
            assert!(store.write(move |tx| notify(tx, notice.clone())).await.is_err(), "{link}");
        }
    });
}

fn letter(to: &str) -> Letter {
    Letter {
        to: to.to_owned(),
        to_name: "Mara Müller".to_owned(),
        subject: "Your coat’s button".to_owned(),
        text: "Dear Mara,\n\n.a line that begins with a full stop\nNoor\n".to_owned(),
        message_id: None,
    }
}

#[test]
fn a_letter_is_sent_after_the_commit_and_the_drawer_keeps_it_for_thirty_days() {
    on_both(|place| async move {
        let engine = place.engine();
        let lost = engine.store.write(|tx| -> store::Result<()> {
            post(tx, &letter("lost@example.org"))?;
            Err(store::Error::NoRow)
        });
        assert!(lost.await.is_err());
        engine.store.write(|tx| post(tx, &letter("mara@example.org"))).await.unwrap();
        engine.store.write(|tx| post(tx, &letter("noor@example.org"))).await.unwrap();
        engine.settle().await.unwrap();
        let kept = engine.store.read(|tx| events::kept_letters(tx, None, 10)).await.unwrap();
        assert_eq!(
            kept.iter().map(|k| k.letter.to.as_str()).collect::<Vec<_>>(),
            ["noor@example.org", "mara@example.org"]
        );
        assert_eq!((&kept[1].letter, kept[1].at), (&letter("mara@example.org"), START));
        let hers = engine.store.read(|tx| events::kept_letters_to(tx, "mara@example.org", 10)).await.unwrap();
        assert_eq!(hers, kept[1..]);
        place.hand.advance(events::KEEP_LETTERS);
        engine.settle().await.unwrap();
        place.hand.advance(Span::hours(1));
        engine.settle().await.unwrap();
        assert!(engine.store.read(|tx| events::kept_letters(tx, None, 10)).await.unwrap().is_empty());
    });
}

#[test]
fn read_notices_are_cleared_away_after_half_a_year_and_unread_ones_stay() {
    on_both(|place| async move {
        let engine = place.engine();
        tell(&engine.store, answered(MARA, NOOR, 4)).await;
        engine.store.write(|tx| mark_read(tx, MARA, Which::All)).await.unwrap();
        tell(&engine.store, answered(MARA, NOOR, 5)).await;
        engine.settle().await.unwrap();
        assert_eq!(all(&engine.store, MARA).await.len(), 2);
        place.hand.set(START + events::KEEP_READ_NOTICES + Span::hours(1));
        engine.settle().await.unwrap();
        assert_eq!(all(&engine.store, MARA).await.iter().map(|n| n.about).collect::<Vec<_>>(), [Some(5)]);
    });
}

#[test]
fn a_person_is_given_out_whole_and_erased_without_a_trace() {
    on_both(|place| async move {
        let engine = place.engine();
        let store = &engine.store;
        tell(store, answered(MARA, NOOR, 4)).await;
        tell(store, answered(NOOR, MARA, 4)).await;
        tell(store, answered(OTTO, NOOR, 4)).await;
        store.write(|tx| post_to(tx, MARA, &letter("mara@example.org"))).await.unwrap();
        store.write(|tx| post(tx, &letter("code@example.org"))).await.unwrap();
        store.write(|tx| post_to(tx, NOOR, &letter("noor@example.org"))).await.unwrap();
        let export = store.read(|tx| events::export_person(tx, MARA)).await.unwrap();
        assert_eq!(
            (export["notices"].as_array().unwrap().len(), export["letters"].as_array().unwrap().len()),
            (1, 1)
        );
        assert_eq!(export["letters"][0]["subject"], "Your coat’s button");
        assert_eq!(export["notices"][0]["link"], "/ideas/4");

        store.write(|tx| events::erase_person(tx, MARA)).await.unwrap();
        store.write(|tx| events::erase_address(tx, "code@example.org")).await.unwrap();
        let empty = store.read(|tx| events::export_person(tx, MARA)).await.unwrap();
        assert_eq!(empty, serde_json::json!({ "notices": [], "letters": [] }));
        assert!(all(store, NOOR).await.is_empty(), "a notice by Mara may name her");
        assert_eq!(all(store, OTTO).await.len(), 1);
        assert!(engine.settle().await.unwrap().troubles.is_empty(), "what is erased is not sent");
        let kept = store.read(|tx| events::kept_letters(tx, None, 10)).await.unwrap();
        assert_eq!(kept.iter().map(|k| k.letter.to.as_str()).collect::<Vec<_>>(), ["noor@example.org"]);
    });
}

/// A mail server of the kind the browser stories use, in a process of its own.
struct MailServer {
    process: Child,
    lines: BufReader<std::process::ChildStdout>,
    port: u16,
}

const SERVER: &str = r#"
const { SMTPServer } = require('smtp-server');
const server = new SMTPServer({
  hideSTARTTLS: true, allowInsecureAuth: true, authOptional: false, logger: false,
  onAuth(auth, session, done) {
    auth.username === 'weft' && auth.password === 'p@ss' ? done(null, { user: 1 }) : done(new Error('who are you'));
  },
  onRcptTo(address, session, done) {
    const no = (code) => done(Object.assign(new Error('no'), { responseCode: code }));
    if (address.address.startsWith('never')) no(550); else if (address.address.startsWith('later')) no(451); else done();
  },
  onData(stream, session, done) {
    let text = ''; stream.on('data', (part) => { text += part; });
    stream.on('end', () => { console.log(JSON.stringify({ to: session.envelope.rcptTo[0].address, text })); done(); });
  },
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.server.address().port })));
process.stdin.on('end', () => process.exit(0)).resume();
"#;

impl MailServer {
    /// Starts it, or tells that the modules of the stories are not here (`npm ci` in `stories/`).
    #[expect(clippy::print_stdout, reason = "whoever runs the tests must see what they left out")]
    fn start() -> Option<Self> {
        let stories = PathBuf::from(env!("CARGO_MANIFEST_DIR")).canonicalize().ok()?.join("../../stories");
        if !stories.join("node_modules/smtp-server").exists() {
            println!("left out: `npm ci` in stories/ brings the mail server");
            return None;
        }
        let mut command = Command::new("node");
        command.args(["-e", SERVER]).current_dir(stories).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("node");
        let lines = BufReader::new(process.stdout.take().expect("its output"));
        let mut server = Self { process, lines, port: 0 };
        server.port = server.line()["port"].as_u64().expect("a port").try_into().expect("a port");
        Some(server)
    }

    fn line(&mut self) -> serde_json::Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }

    fn end(mut self) -> String {
        drop(self.process.stdin.take());
        let mut rest = String::new();
        self.lines.read_to_string(&mut rest).expect("the rest");
        self.process.wait().expect("its end");
        rest
    }
}

#[test]
fn letters_reach_a_real_mail_server_once_and_its_refusals_are_understood() {
    let Some(mut server) = MailServer::start() else { return };
    let port = server.port;
    on_both(|place| async move {
        let mut engine = place.engine();
        let smtp = |password: &str| {
            let url = format!("smtp://weft:{password}@127.0.0.1:{port}");
            Arc::new(events::Smtp::open(&url, "Weft <weft@house.example>").unwrap())
        };
        engine.mail = smtp("wrong");
        for to in ["mara@example.org", "never@example.org", "later@example.org", "no address"] {
            engine.store.write(move |tx| post(tx, &letter(to))).await.unwrap();
        }
        assert_eq!(engine.settle().await.unwrap().jobs, 0, "while our sign-in is refused the letters wait");
        let failed = |engine: &events::Engine| {
            let store = engine.store.clone();
            async move { store.read(|tx| events::failed_jobs(tx, None, 10)).await.unwrap().len() }
        };
        assert_eq!(failed(&engine).await, 1, "only the letter without an address is hopeless");

        engine.mail = smtp("p%40ss");
        place.hand.advance(Span::minutes(1));
        let settled = engine.settle().await.unwrap();
        assert_eq!((settled.jobs, settled.troubles.len(), failed(&engine).await), (1, 2, 2), "{settled:?}");
        place.hand.advance(Span::minutes(1));
        assert_eq!(engine.settle().await.unwrap().jobs, 0, "what was sent is not sent again");
        let left = engine.store.read(|tx| sql!(tx.one::<i64>("SELECT COUNT(*) FROM letters"))).await.unwrap();
        assert_eq!(left, 3, "a letter that was sent is gone");
    });
    let first = server.line();
    assert_eq!(first["to"], "mara@example.org");
    let text = first["text"].as_str().unwrap();
    assert!(text.contains("From: Weft <weft@house.example>\r\n"), "{text}");
    assert!(text.contains("Message-ID: <") && text.contains("@house.example>\r\n"), "{text}");
    assert!(text.contains("\r\n.a line that begins with a full stop\r\nNoor\r\n"), "{text}");
    assert!(server.end().lines().count() <= 1, "one letter for each engine");
}

#[test]
fn settings_of_the_mail_server_that_cannot_be_used_say_what_is_expected() {
    for (url, from) in
        [("http://x", "a@b.example"), ("smtp://", "a@b.example"), ("smtp://x?tls=maybe", "a@b.example")]
    {
        let fault = events::Smtp::open(url, from).unwrap_err().to_string();
        assert!(fault.contains("smtp://user:password@host:port"), "{fault}");
    }
    assert!(events::Smtp::open("smtps://x", "nobody").unwrap_err().to_string().contains("weft@example.org"));
}
