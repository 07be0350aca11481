//! `triagectl`: the same core as the desktop application, on the command line, for IT, scripts and tests.

mod args;
#[cfg(debug_assertions)]
mod blow;
mod decide;
mod exit;
mod provider_check;
mod show;
mod sync;

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use triage_client::{
    Client, ClientSettings, Clock, ConnectForm, FileVault, KeyVault, Quiet, SystemVault, VaultError, open_profile,
    rescue_profile, rescue_to,
};
use triage_domain::{OdsCode, StaffId, StaffMember};

use args::{Args, Command, ConnectArgs, RescueArgs};
use exit::{CommandError, Exit};

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    #[cfg(debug_assertions)]
    blow::prepare();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("TRIAGE_LOG"))
        .with_writer(io::stderr)
        .init();
    match run(&args).await {
        Ok(exit) => exit.into(),
        Err(error) => {
            let _ = writeln!(io::stderr(), "triagectl: {error}");
            error.exit().into()
        }
    }
}

async fn run(args: &Args) -> Result<Exit, CommandError> {
    if args.offline && args.command.needs_network() {
        return Err(CommandError::NeedsNetwork);
    }
    if let Command::Rescue(rescue_args) = &args.command {
        return rescue(args, rescue_args);
    }
    if let Command::ProviderCheck(check_args) = &args.command {
        return provider_check::run(check_args, args.json).await;
    }
    let client = open(args)?;
    for finding in client.findings() {
        writeln!(io::stderr(), "triagectl: {finding}")?;
    }
    let exit = match &args.command {
        Command::Connect(connect_args) => connect(&client, connect_args, args.json).await?,
        // Carried out above: it needs no profile.
        Command::ProviderCheck(_) => Exit::Done,
        Command::SignIn => sign_in(&client, args.json).await?,
        Command::As { staff } => choose(&client, staff, args.json)?,
        Command::Staff => show::staff(&client, args.json)?,
        Command::Sync(sync_args) => sync::run(&client, sync_args, args.json).await?,
        Command::Queue(queue_args) => show::queue(&client, queue_args, args.json)?,
        Command::OutageList { reason } => show::outage_list(&client, reason, args.json)?,
        Command::Show { id } => show::request(&client, id, args.json)?,
        Command::Decide(decide_args) => decide::run(&client, decide_args, args.json).await?,
        Command::Enter(enter_args) => decide::enter(&client, enter_args, args.json).await?,
        Command::Undo { op } => decide::undo(&client, op, args.json).await?,
        Command::Resolve(resolve_args) => decide::resolve(&client, resolve_args, args.json).await?,
        Command::Outbox => show::outbox(&client, args.json)?,
        Command::Decisions => show::decisions(&client, args.json)?,
        Command::Unreadable => show::unreadable(&client, args.json)?,
        Command::Status => show::status(&client, args.json)?,
        Command::Workload { csv: true } => show::text(&client.spreadsheet()?)?,
        Command::Workload { csv: false } => show::workload(&client, args.json)?,
        Command::Report => show::text(&client.report()?)?,
        Command::Rescue(rescue_args) => rescue(args, rescue_args)?,
    };
    client.stop().await;
    Ok(exit)
}

fn open(args: &Args) -> Result<Client, CommandError> {
    let profile = open_profile(&args.profile, vault(args)?)?;
    let mut settings = ClientSettings { start_offline: !args.command.needs_network(), ..ClientSettings::default() };
    settings.engine.hold_ms = 0;
    settings.engine.reply_hold_ms = 0;
    settings.engine.seed = u64::from(std::process::id());
    Ok(Client::start(profile, Clock::system(), Box::new(Quiet), settings)?)
}

fn vault(args: &Args) -> Result<Arc<dyn KeyVault>, VaultError> {
    let folder: &Path = &args.profile;
    Ok(if args.demo_key {
        Arc::new(FileVault::open(&folder.join("demo-key"))?)
    } else {
        Arc::new(SystemVault::open(&folder.to_string_lossy())?)
    })
}

/// Lists or exports the unsent decisions beside the profile, whatever state it is in.
fn rescue(args: &Args, rescue_args: &RescueArgs) -> Result<Exit, CommandError> {
    let rescued = rescue_profile(&args.profile, || vault(args), rescue_args.file.as_deref())?;
    if args.json && rescue_args.export.is_none() {
        writeln!(io::stdout(), "{}", serde_json::to_string(&rescued)?)?;
    } else {
        rescue_to(&rescued, rescue_args.export.as_deref(), &mut io::stdout())?;
    }
    Ok(if rescued.unreadable > 0 || !rescued.missing.is_empty() { Exit::NeedsAttention } else { Exit::Done })
}

async fn connect(client: &Client, args: &ConnectArgs, json: bool) -> Result<Exit, CommandError> {
    let practice = match (&args.ods, &args.practice) {
        (Some(ods), name) => Some((OdsCode::parse(ods)?, name.clone().unwrap_or_else(|| ods.clone()))),
        (None, _) => None,
    };
    let staff = match &args.staff {
        Some(id) => Some(StaffMember {
            id: StaffId::parse(id)?,
            name: args.name.clone().unwrap_or_else(|| id.clone()),
            role: args.role.into(),
        }),
        None => None,
    };
    let connection = client.connect(ConnectForm { server: args.url.clone(), practice, staff }).await?;
    show::connection(&connection, json)?;
    Ok(Exit::Done)
}

async fn sign_in(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let flow = client.begin_sign_in().await?;
    writeln!(io::stderr(), "Open this address in a browser and choose who you are:")?;
    writeln!(io::stdout(), "{}", flow.address())?;
    let member = client.finish_sign_in(flow).await?;
    show::chosen(&member, json)?;
    Ok(Exit::Done)
}

fn choose(client: &Client, staff: &str, json: bool) -> Result<Exit, CommandError> {
    let id = StaffId::parse(staff)?;
    if !client.choose_staff(&id)? {
        return Err(CommandError::UnknownStaff);
    }
    if let Some(member) = client.session().staff {
        show::chosen(&member, json)?;
    }
    Ok(Exit::Done)
}
