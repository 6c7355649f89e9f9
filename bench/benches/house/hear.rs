//! The other process of the live measurement: it holds every listener of both sides, casts the votes, and tells after
//! how long all but one in a hundred had heard.

use anyhow::{Context as _, Result, bail};
use bench::say;
use bench::{Wire, raise_limit_of_files};
use std::{
    cell::RefCell,
    net::SocketAddr,
    rc::Rc,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::Notify,
    task::{LocalSet, spawn_local},
};

/// The longest that is waited until everybody has heard.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections that are opened at once.
const AT_ONCE: usize = 200;

/// What the listeners of one side heard of what was said last.
#[derive(Default)]
struct Side {
    said: RefCell<Option<Instant>>,
    after: RefCell<Vec<Duration>>,
    bytes: RefCell<Vec<u8>>,
    all: Notify,
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let [house, bare, listeners, votes, idea, secret] = arguments else { bail!("six arguments are needed") };
    let (house, bare): (SocketAddr, SocketAddr) = (house.parse()?, bare.parse()?);
    let (listeners, votes): (usize, usize) = (listeners.parse()?, votes.parse()?);
    raise_limit_of_files(2 * listeners as u64 + 200)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let live = format!("GET /live?topic=idea:{idea}&topic=piece:{idea} HTTP/1.1\r\nhost: {house}\r\n\r\n");
    LocalSet::new().block_on(&runtime, async {
        let (pages, sockets) = (Rc::new(Side::default()), Rc::new(Side::default()));
        listen(house, live.as_bytes(), listeners, &pages).await?;
        listen(bare, b"h", listeners, &sockets).await?;
        say(&format!("{listeners} listen to the page and {listeners} to the broadcast"));
        let mut wire = Wire::to(house).await?;
        for vote in 0..=votes {
            let weight = if vote % 2 == 0 { 1 } else { -1 };
            let body = format!("weight={weight}");
            let post = format!(
                "POST /ideas/{idea}/votes HTTP/1.1\r\nhost: {house}\r\norigin: http://{house}\r\n\
                 sec-fetch-site: same-origin\r\ncookie: weft_session={secret}\r\n\
                 content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
                body.len()
            );
            let told = pages.told(listeners, async {
                let answer = wire.ask(post.as_bytes()).await?;
                if answer.status == 303 { Ok(()) } else { bail!("the vote was answered {}", answer.status) }
            });
            let told = told.await?;
            let bytes = pages.bytes.borrow().clone();
            let broadcast = sockets.told(listeners, async {
                let mut speaker = TcpStream::connect(bare).await?;
                Ok(speaker.write_all(&bytes).await?)
            });
            let broadcast = broadcast.await?;
            if vote > 0 {
                say(&format!("{} {}", told.as_micros(), broadcast.as_micros()));
            }
        }
        Ok(())
    })
}

impl Side {
    /// Has something said, waits until everybody has heard it, and tells after how long all but one in a hundred had.
    async fn told(&self, listeners: usize, say: impl Future<Output = Result<()>>) -> Result<Duration> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        self.after.borrow_mut().clear();
        *self.said.borrow_mut() = Some(Instant::now());
        let (said, heard) = tokio::join!(say, tokio::time::timeout(PATIENCE, self.all.notified()));
        said?;
        let mut after = self.after.borrow_mut();
        heard.with_context(|| format!("only {} of {listeners} heard", after.len()))?;
        after.sort_unstable();
        Ok(after[listeners * 99 / 100 - 1])
    }

    /// One more has heard.
    fn hears(&self, bytes: &[u8], listeners: usize) {
        let Some(said) = *self.said.borrow() else { return };
        let mut after = self.after.borrow_mut();
        after.push(said.elapsed());
        if after.len() == 1 {
            *self.bytes.borrow_mut() = bytes.to_vec();
        }
        if after.len() == listeners {
            self.all.notify_one();
        }
    }
}

/// Opens every listener of a side, and waits until each was greeted.
async fn listen(address: SocketAddr, hello: &[u8], listeners: usize, side: &Rc<Side>) -> Result<()> {
    for begin in (0..listeners).step_by(AT_ONCE) {
        let some = (begin..(begin + AT_ONCE).min(listeners)).map(|_| greeted(address, hello));
        for stream in futures_util::future::try_join_all(some).await? {
            drop(spawn_local(hearing(stream, side.clone(), listeners)));
        }
    }
    Ok(())
}

async fn greeted(address: SocketAddr, hello: &[u8]) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(hello).await?;
    let mut read = Vec::new();
    while !read.windows(13).any(|window| window == b"retry: 3000\n\n") {
        if stream.read_buf(&mut read).await? == 0 {
            bail!("a listener was sent away: {}", String::from_utf8_lossy(&read));
        }
    }
    // The end of the greeting's chunk, where there are chunks.
    if read.starts_with(b"HTTP/") && !read.ends_with(b"\r\n") {
        stream.read_exact(&mut [0; 2]).await?;
    }
    Ok(stream)
}

async fn hearing(mut stream: TcpStream, side: Rc<Side>, listeners: usize) {
    let mut read = vec![0; 4_096];
    let mut whole = Vec::new();
    while let Ok(length) = stream.read(&mut read).await {
        if length == 0 {
            return;
        }
        whole.extend_from_slice(&read[..length]);
        // An announcement ends with an empty line; a heartbeat is none.
        if whole.windows(2).any(|window| window == b"\n\n") {
            if whole.windows(5).any(|window| window == b"data:") {
                side.hears(&whole, listeners);
            }
            whole.clear();
        }
    }
}
