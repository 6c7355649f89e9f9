//! Mail over SMTP.

use super::{Letter, Mailer};
use crate::JobFault;
use futures_util::{FutureExt, future::BoxFuture};
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::{self, response::Category},
};
use store::{Id, Result};

/// An SMTP server that takes our mail.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

/// The settings of the mail server cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SmtpFault {
    /// The server's address.
    #[error(
        "the mail server's address cannot be used ({0}); expected smtp://user:password@host:port, smtps://… or …?tls=required"
    )]
    Url(String),
    /// The sender's address.
    #[error("the sender's address cannot be used ({0}); expected such as: Weft <weft@example.org>")]
    From(String),
}

impl Smtp {
    /// A server by its address, and the sender that letters name. `smtp://user:password@host:port` sends in the clear
    /// unless `?tls=required` (or `?tls=opportunistic`) asks for STARTTLS; `smtps://` speaks TLS from the start.
    /// Certificates are checked against the well-known roots. No connection is made yet.
    ///
    /// # Errors
    /// When the address or the sender cannot be read.
    pub fn open(url: &str, from: &str) -> Result<Self, SmtpFault> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
        let transport = builder.map_err(|e| SmtpFault::Url(e.to_string()))?.build();
        let from = from.parse().map_err(|e: lettre::address::AddressError| SmtpFault::From(e.to_string()))?;
        Ok(Self { transport, from })
    }

    fn message(&self, letter: &Letter, key: i64) -> Result<Message, JobFault> {
        let never = |e: &dyn std::fmt::Display| JobFault::Never(format!("the letter cannot be written: {e}"));
        let name = Some(letter.to_name.trim().to_owned()).filter(|name| !name.is_empty());
        let to = Mailbox::new(name, letter.to.parse().map_err(|e: lettre::address::AddressError| never(&e))?);
        let own = || format!("{}@{}", Id::<Letter>::from_raw(key), self.from.email.domain());
        let id = letter.message_id.clone().unwrap_or_else(own);
        let id = id.trim_matches(['<', '>']);
        let message = Message::builder().from(self.from.clone()).to(to).message_id(Some(format!("<{id}>")));
        let message =
            message.subject(letter.subject.replace(['\r', '\n'], " ")).header(ContentType::TEXT_PLAIN);
        message.body(letter.text.clone()).map_err(|e| never(&e))
    }
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Smtp").field("from", &self.from).finish_non_exhaustive()
    }
}

impl Mailer for Smtp {
    fn send<'a>(&'a self, letter: &'a Letter, key: i64) -> BoxFuture<'a, Result<(), JobFault>> {
        async move {
            let message = self.message(letter, key)?;
            self.transport.send(message).await.map(drop).map_err(|error| verdict(&error))
        }
        .boxed()
    }
}

/// What the server said no to for good is not tried again, unless it is our sign-in that it refused: that is for the
/// operator to mend, and the letters wait for it.
fn verdict(error: &smtp::Error) -> JobFault {
    let said = format!("SMTP: {error}");
    // RFC 4954: 530, 534, 535 and 538, the replies x3z, are about authentication.
    let sign_in = error.status().is_some_and(|code| code.category == Category::Unspecified3);
    if error.is_permanent() && !sign_in { JobFault::Never(said) } else { JobFault::Later(said) }
}
