//! Starts the demo provider from the command line.

use std::error::Error;

use clap::Parser;
use demo_provider::options::Options;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env()
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info")),
        )
        .init();
    let options = Options::parse();
    let provider = demo_provider::start(options.settings(demo_provider::Clock::system())).await?;
    if let Some(file) = &options.port_file {
        std::fs::write(file, provider.addr.to_string())?;
        tracing::info!("the port file is written");
    }
    tokio::signal::ctrl_c().await?;
    provider.shutdown().await;
    Ok(())
}
