//! A connection to PostgreSQL on which requests follow each other without waiting for the answers in between.
//!
//! Every wait costs two changes of process, which on a busy server is more than what a short statement itself takes. So
//! a transaction begins together with its first statement, what need not be answered at once goes along with the next
//! request, and the end of a transaction that only read is not waited for.

use super::postgres::{dynamic, fault};
use crate::{Dialect, Error, Result, Statement, Value};
use futures_util::{
    FutureExt as _,
    future::{BoxFuture, Fuse, FusedFuture as _, join, join_all},
};
use std::{
    collections::HashMap,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Socket, tls::MakeTlsConnect};

/// The longest that saying goodbye may take.
const GOODBYE: Duration = Duration::from_secs(1);

type Answer<T> = Result<T, postgres::Error>;
/// What one statement answered.
pub(crate) type Rows = Vec<postgres::Row>;

/// A connection and its prepared statements.
pub(crate) struct Wire {
    runtime: Runtime,
    client: Client,
    /// Reads and writes the socket, whenever somebody waits here.
    carrier: Fuse<BoxFuture<'static, ()>>,
    /// Prepared statements by the address of their literal.
    prepared: HashMap<usize, postgres::Statement>,
}

/// A statement that was given and not sent yet.
pub(crate) struct Waiting {
    pub(crate) statement: postgres::Statement,
    pub(crate) params: Vec<Value<'static>>,
}

impl Wire {
    pub(crate) fn connect<T>(address: &tokio_postgres::Config, tls: T) -> Result<Self>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Send + 'static,
    {
        let made = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = made.map_err(|e| Error::Engine(format!("a connection cannot be driven: {e}")))?;
        let (client, carrier) = runtime.block_on(address.connect(tls)).map_err(|e| fault(&e))?;
        // How a connection ends is told to whoever waits for an answer.
        let carrier = carrier.map(drop).boxed().fuse();
        Ok(Self { runtime, client, carrier, prepared: HashMap::new() })
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.client.is_closed() || self.carrier.is_terminated()
    }

    /// Tells the server that the connection ends.
    pub(crate) fn close(self) {
        let Self { runtime, client, carrier, prepared } = self;
        drop((client, prepared));
        if !carrier.is_terminated() {
            // A server that does not listen any more will notice by itself.
            let _ = runtime.block_on(async { tokio::time::timeout(GOODBYE, carrier).await });
        }
    }

    /// The prepared statement, if it takes as many parameters as it is given.
    pub(crate) fn statement(
        &mut self,
        statement: &'static Statement,
        given: usize,
    ) -> Result<postgres::Statement> {
        let literal = std::ptr::from_ref(statement).addr();
        let prepared = match self.prepared.get(&literal) {
            Some(known) => known.clone(),
            None => {
                let text = statement.translated(Dialect::Postgres);
                let fresh = self.wait(async |client| client.prepare(text).await).map_err(|e| fault(&e))?;
                self.prepared.insert(literal, fresh.clone());
                fresh
            }
        };
        let wanted = prepared.params().len();
        if wanted == given {
            Ok(prepared)
        } else {
            Err(Error::Engine(format!("the statement takes {wanted} parameters, {given} were given")))
        }
    }

    /// Runs several commands that take no parameters and give no rows.
    pub(crate) fn run(&mut self, commands: &str) -> Result<()> {
        self.wait(async |client| client.batch_execute(commands).await).map_err(|e| fault(&e))
    }

    /// Sends what begins a transaction, what waits, and a request, and then waits for all the answers: first the rows of
    /// what waited, then those of the request.
    pub(crate) fn together<T>(
        &mut self,
        begin: Option<&str>,
        waiting: &[Waiting],
        request: impl AsyncFnOnce(&Client) -> Answer<T>,
    ) -> (Result<Vec<Rows>>, Result<T>) {
        let (before, answer) = self.wait(async |client| {
            // Joined futures are begun in their order, and beginning them is what sends them.
            let begun = async {
                match begin {
                    Some(words) => client.batch_execute(words).await,
                    None => Ok(()),
                }
            };
            let sent =
                waiting.iter().map(async |one| client.query(&one.statement, &dynamic(&one.params)).await);
            let before = async {
                let (begun, sent) = join(begun, join_all(sent)).await;
                begun.and_then(|()| sent.into_iter().collect())
            };
            join(before, request(client)).await
        });
        (before.map_err(|e| fault(&e)), answer.map_err(|e| fault(&e)))
    }

    /// Sends commands whose answer nobody needs.
    pub(crate) fn send_off(&mut self, commands: &str) {
        let Self { runtime, client, carrier, .. } = self;
        let mut told = pin!(client.batch_execute(commands));
        runtime.block_on(std::future::poll_fn(|cx| {
            let _ = told.as_mut().poll(cx);
            let _ = carry(carrier, cx);
            Poll::Ready(())
        }));
    }

    /// Waits for what is asked of the server, and carries it there and back meanwhile.
    fn wait<T>(&mut self, ask: impl AsyncFnOnce(&Client) -> T) -> T {
        let Self { runtime, client, carrier, .. } = self;
        let mut asked = pin!(ask(client));
        runtime.block_on(std::future::poll_fn(|cx| {
            if let Poll::Ready(answer) = asked.as_mut().poll(cx) {
                return Poll::Ready(answer);
            }
            let _ = carry(carrier, cx);
            asked.as_mut().poll(cx)
        }))
    }
}

fn carry(carrier: &mut Fuse<BoxFuture<'static, ()>>, cx: &mut Context<'_>) -> Poll<()> {
    if carrier.is_terminated() { Poll::Ready(()) } else { Pin::new(carrier).poll(cx) }
}
