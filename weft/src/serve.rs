//! Serving: the store, what happens after commits, and the pages, until somebody says stop.

use crate::{cli::say, config::Configuration, figures, rooms};
use act::Error;
use anyhow::{Context as _, Result};
use events::{Bus, Drawer, Mailer, Smtp};
use search::Finder;
use std::{future::IntoFuture as _, net::SocketAddr, sync::Arc, time::Duration};
use store::{Clock, Store};
use tokio::{net::TcpListener, sync::watch};
use web::{Cx, House};

/// How long connections may go on after a stop was asked for.
const FAREWELL: Duration = Duration::from_secs(8);

/// `weft serve`.
pub(crate) fn run(
    mut configuration: Configuration,
    listen: Option<SocketAddr>,
    smtp: Option<String>,
) -> Result<()> {
    configuration.make_folder()?;
    configuration.settle_secret()?;
    configuration.smtp = smtp.or(configuration.smtp);
    let listen = listen.unwrap_or(configuration.settings.listen);
    runtime()?.block_on(async {
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen on {listen}"))?;
        configuration.address_from(listener.local_addr()?);
        if let Some(place) = configuration.metrics {
            let address = figures::answer(place, figures::record()?).await?;
            say(&format!("What the house measures: http://{address}/metrics"));
        }
        let house = rooms::house(configuration.settings.clone())?;
        let store = Store::open(configuration.store(Clock::system(), configuration.node), &house.migrations())?;
        let mail: Arc<dyn Mailer> = match &configuration.smtp {
            Some(url) => Arc::new(Smtp::open(url, &configuration.mail_from)?),
            None => {
                tracing::warn!("no mail server is configured: letters are kept in the database and leave when there is one");
                Arc::new(Drawer::new(store.clone()))
            }
        };
        if let Some(code) = people::setup_code(&store).await? {
            say(&format!("First start: register, then open /setup and give this code to become the operator: {code}"));
        }
        serve(listener, house, store, mail, &configuration).await
    })
}

/// The runtime of every command that serves.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    // Two cryptography providers may be linked; the process says which is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start")
}

/// Serves until SIGTERM or Ctrl-C, then lets what runs finish.
pub(crate) async fn serve(
    listener: TcpListener,
    house: House,
    store: Store,
    mail: Arc<dyn Mailer>,
    configuration: &Configuration,
) -> Result<()> {
    let bus = Bus::default();
    let finder = Finder::open(&configuration.search());
    let engine = rooms::engine(&house, store.clone(), bus.clone(), mail, Some(&finder))?;
    let policy = store.read(House::policy).await.map_err(|error: Error| anyhow::anyhow!("{error}"))?;
    let folder =
        files::Folder::open(configuration.files()).context("cannot use the folder of the attachments")?;
    let cx = Cx::new(store, house, bus.clone(), policy).with(files::Shelf::new(folder)).with(finder);
    let router = web::router(&cx);
    let address = listener.local_addr()?;
    let (stop, stopped) = watch::channel(false);
    let hear = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    // Before anybody reads where it is: who knows that may ask it to stop.
    let asked_to_stop = asked_to_stop()?;
    say(&format!("Weft is at http://{address}/"));
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let serving = axum::serve(listener, service).with_graceful_shutdown(hear(stopped.clone())).into_future();
    let signals = async {
        asked_to_stop.await;
        let _ = stop.send(true);
        // Live pages would listen for ever.
        bus.close();
        tokio::time::sleep(FAREWELL).await;
    };
    let engine = engine.run(hear(stopped));
    let pages = async {
        tokio::select! {
            ended = serving => ended.context("the server ended"),
            () = signals => Ok(()),
        }
    };
    let (ended, ()) = tokio::join!(pages, engine);
    ended
}

/// Listens for SIGTERM and Ctrl-C from now on; the future ends with the first of them.
#[cfg(unix)]
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("Ctrl-C cannot be heard")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
    })
}

/// Listens for Ctrl-C; the future ends with it.
#[cfg(not(unix))]
fn asked_to_stop() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
        tracing::info!("stopping");
    })
}
