//! The other end of a connection: as little of HTTP/1.1 as it takes, so that the load costs little beside what it loads.

use crate::{Figures, Watch};
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::future::try_join_all;
use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// The longest that is waited for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection that is kept.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    read: Vec<u8>,
}

/// An answer: its status and its bytes, compressed if they came so.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, as it came.
    pub head: String,
    /// The body, without its chunks' frames.
    pub body: Vec<u8>,
}

impl Wire {
    /// Connects.
    ///
    /// # Errors
    /// The socket's.
    pub async fn to(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, read: Vec::with_capacity(1 << 16) })
    }

    /// Sends a whole request and reads the whole answer.
    ///
    /// # Errors
    /// The socket's; an answer that is none, or comes too late.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        tokio::time::timeout(PATIENCE, self.answer(request)).await.context("no answer came")?
    }

    async fn answer(&mut self, request: &[u8]) -> Result<Answer> {
        self.stream.write_all(request).await?;
        self.read.clear();
        let end = loop {
            if let Some(end) = find(&self.read, b"\r\n\r\n") {
                break end;
            }
            self.more().await?;
        };
        let head = String::from_utf8_lossy(&self.read[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("no status")?;
        let body = if header(&head, "transfer-encoding").is_some_and(|how| how.contains("chunked")) {
            self.chunks(end + 4).await?
        } else {
            let length = header(&head, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
            self.up_to(end + 4 + length).await?;
            self.read[end + 4..end + 4 + length].to_vec()
        };
        Ok(Answer { status, head, body })
    }

    async fn more(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.read).await? == 0 {
            bail!("the connection ended");
        }
        Ok(())
    }

    async fn up_to(&mut self, length: usize) -> Result<()> {
        while self.read.len() < length {
            self.more().await?;
        }
        Ok(())
    }

    async fn chunks(&mut self, mut at: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = loop {
                if let Some(end) = find(&self.read[at..], b"\r\n") {
                    break at + end;
                }
                self.more().await?;
            };
            let size = std::str::from_utf8(&self.read[at..line])?;
            let size = usize::from_str_radix(size.split(';').next().unwrap_or(size).trim(), 16)?;
            let begin = line + 2;
            self.up_to(begin + size + 2).await?;
            if size == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&self.read[begin..begin + size]);
            at = begin + size + 2;
        }
    }
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    text.windows(sought.len()).position(|window| window == sought)
}

fn header<'h>(head: &'h str, name: &str) -> Option<&'h str> {
    let lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}

/// Load on one address.
#[derive(Debug, Clone, Copy)]
pub struct Load {
    /// Where.
    pub address: SocketAddr,
    /// Connections, each of which asks again as soon as it was answered.
    pub connections: u64,
    /// How long.
    pub span: Duration,
    /// The only status that counts as an answer.
    pub status: u16,
}

/// Loads an address from a thread of its own. `asks` makes what a connection sends, by its number, again and again.
///
/// # Errors
/// The first answer that is none, or of another status.
pub fn press<A: FnMut() -> Bytes>(load: Load, asks: impl Fn(u64) -> A + Sync) -> Result<Figures> {
    std::thread::scope(|scope| {
        let pressed = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(pressing(load, &asks))
        });
        pressed.join().unwrap_or_else(|_| bail!("the load broke down"))
    })
}

async fn pressing<A: FnMut() -> Bytes>(load: Load, asks: &impl Fn(u64) -> A) -> Result<Figures> {
    let wires = try_join_all((0..load.connections).map(|_| Wire::to(load.address))).await?;
    let mut watch = Watch::default();
    let until = Instant::now() + load.span;
    let all = wires.into_iter().zip(0..).map(|(mut wire, number)| {
        let mut ask = asks(number);
        async move {
            let mut watch = Watch::default();
            while Instant::now() < until {
                let request = ask();
                let asked = Instant::now();
                let answer = wire.ask(&request).await?;
                watch.note(asked.elapsed());
                if answer.status != load.status {
                    bail!("{}\n{}", answer.head, String::from_utf8_lossy(&answer.body));
                }
            }
            Ok(watch)
        }
    });
    for seen in try_join_all(all).await? {
        watch.add(&seen);
    }
    Ok(watch.figures())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_headers_are_read_in_either_case() {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nvary: cookie";
        assert_eq!(header(head, "content-length"), Some("12"));
        assert_eq!(header(head, "Vary"), Some("cookie"));
        assert_eq!(header(head, "age"), None);
    }
}
