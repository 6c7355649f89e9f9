//! Weft, the binary: everything that is configured, started, moved and checked is reached from here.

use clap::Parser as _;
use std::process::ExitCode;
use weft::cli::Cli;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let filter = tracing_subscriber::EnvFilter::try_new(&cli.log).unwrap_or_default();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match cli.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::debug!(?error, "stopped");
            #[expect(clippy::print_stderr, reason = "a command line tells its user why it stopped")]
            {
                eprintln!("weft: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}
