//! TLS to PostgreSQL. The server that tests are lent speaks none, so a door of our own stands before it: it shows a
//! certificate, and behind it everything goes on in the clear.

use crate::place::{Place, schema};
use rustls::pki_types::PrivateKeyDer;
use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use store::{Config, Dialect, Error, Result, Store, Target, sql};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

/// An authority of the test's own, and the certificate of a server of this name, signed by it.
struct Certified {
    authority: String,
    acceptor: TlsAcceptor,
}

impl Certified {
    fn new(server: &str) -> Self {
        let mut of_authority = rcgen::CertificateParams::new(Vec::new()).unwrap();
        of_authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let key = rcgen::KeyPair::generate().unwrap();
        let authority = of_authority.self_signed(&key).unwrap();
        let issuer = rcgen::Issuer::new(of_authority, key);
        let own_key = rcgen::KeyPair::generate().unwrap();
        let own = rcgen::CertificateParams::new(vec![server.to_owned()]).unwrap();
        let own = own.signed_by(&own_key, &issuer).unwrap();
        let private = PrivateKeyDer::try_from(own_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![own.der().clone()], private)
            .unwrap();
        Self { authority: authority.pem(), acceptor: TlsAcceptor::from(Arc::new(tls)) }
    }

    /// Opens the door before the server at this address: where it is, and how many came through.
    async fn before(&self, server: SocketAddr) -> (SocketAddr, Arc<AtomicU32>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (door, through) = (listener.local_addr().unwrap(), Arc::new(AtomicU32::new(0)));
        let (acceptor, counted) = (self.acceptor.clone(), through.clone());
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (acceptor, counted) = (acceptor.clone(), counted.clone());
                tokio::spawn(async move {
                    // PostgreSQL's SSLRequest is eight bytes; `S` says that TLS may begin.
                    let mut request = [0_u8; 8];
                    client.read_exact(&mut request).await?;
                    client.write_all(b"S").await?;
                    let mut client = acceptor.accept(client).await?;
                    counted.fetch_add(1, Ordering::SeqCst);
                    let mut server = TcpStream::connect(server).await?;
                    copy_bidirectional(&mut client, &mut server).await
                });
            }
        });
        (door, through)
    }
}

fn url_of(config: &Config) -> String {
    match &config.target {
        Target::Postgres { url, .. } => url.clone(),
        Target::Sqlite(_) => unreachable!("a place on PostgreSQL"),
    }
}

/// Where the server of this address listens, and the address that leads through a door instead.
fn parts(url: &str) -> (SocketAddr, impl Fn(SocketAddr) -> String + use<>) {
    let (front, rest) = url.split_once('@').unwrap();
    let (server, database) = rest.split_once('/').unwrap();
    let (front, database) = (front.to_owned(), database.to_owned());
    (server.parse().unwrap(), move |door| format!("{front}@{door}/{database}?sslmode=require"))
}

/// Opens the store through a door with a certificate for this name, trusting its authority or not; how many connections
/// came through.
fn opened(name: &str, trusting: bool) -> (Result<i64, String>, u32) {
    let place = Place::new(Dialect::Postgres);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let certified = Certified::new(name);
    let (server, through_door) = parts(&url_of(&place.config));
    let (door, through) = runtime.block_on(certified.before(server));
    let mut config = place.config.clone();
    config.target = Target::Postgres { url: through_door(door), replica: None };
    if trusting {
        let file = place.path("authority.pem");
        std::fs::write(&file, &certified.authority).unwrap();
        config.certificates = Some(file);
    }
    let told = match Store::open(config, &schema()) {
        Err(error) => Err(error.to_string()),
        Ok(store) => runtime.block_on(async {
            let kept = store.write(|tx| sql!(tx.exec("INSERT INTO rooms (id) VALUES (7)"))).await;
            kept.map_err(|error: Error| error.to_string())?;
            let read = store.read(|tx| -> Result<i64> { sql!(tx.one("SELECT id FROM rooms LIMIT 1")) }).await;
            store.close().await;
            read.map_err(|error| error.to_string())
        }),
    };
    (told, through.load(Ordering::SeqCst))
}

#[test]
fn a_server_whose_certificate_comes_from_a_named_authority_is_spoken_to_in_secret() {
    let (told, through) = opened("127.0.0.1", true);
    assert_eq!(told, Ok(7));
    assert!(through > 1, "{through} connections were encrypted");
}

#[test]
fn a_certificate_from_nobody_we_know_or_for_another_server_is_refused() {
    for (name, trusting) in [("127.0.0.1", false), ("elsewhere.example", true)] {
        let (told, through) = opened(name, trusting);
        assert!(told.is_err(), "{name}, trusted: {trusting}");
        assert_eq!(through, 0, "nothing was said to it");
    }
}
