//! What can be typed.

use std::path::PathBuf;

use chrono::{DateTime, NaiveDate, Utc};
use clap::{Parser, Subcommand, ValueEnum};
use triage_domain::Role;

/// Triage Desk on the command line.
///
/// Exit codes: 0 done · 1 failed · 2 wrong argument · 3 not connected, or nobody chosen or signed in · 4 provider not
/// reached · 5 done, and something needs a person · 6 refused by the rules or by somebody else's change · 7 the profile
/// cannot be opened · 8 no such request.
#[derive(Debug, Parser)]
#[command(version, about, long_about)]
pub struct Args {
    /// The folder of the profile: its two encrypted files live there.
    #[arg(long, global = true, env = "TRIAGE_PROFILE", default_value = "triage-profile")]
    pub profile: PathBuf,
    /// Keep the key in a file beside the profile and not in the system's key store. For practice data only.
    #[arg(long, global = true)]
    pub demo_key: bool,
    /// Never touch the network.
    #[arg(long, global = true)]
    pub offline: bool,
    /// Print JSON.
    #[arg(long, global = true)]
    pub json: bool,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Connect the profile to a provider.
    Connect(ConnectArgs),
    /// Try on a FHIR server what Triage Desk asks of a provider; needs no profile.
    ///
    /// Works on scratch resources of its own, marked as such, and deletes them. Exit codes: 0 level B or C · 3 the server
    /// asks for sign-in · 4 it does not answer, or asks to wait · 5 level A: it works, step by step · 6 read only, or not
    /// connected at all.
    ProviderCheck(ProviderCheckArgs),
    /// Sign in at the provider in a browser; prints the address to open.
    SignIn,
    /// Work as this member of staff, where the provider asks for no sign-in.
    As {
        /// The SDS user id, as `staff` lists it.
        staff: String,
    },
    /// List the practice's staff and teams.
    Staff,
    /// Bring what is new, send what waits, and end when both are done.
    Sync(SyncArgs),
    /// List a view of the queue.
    Queue(QueueArgs),
    /// List everything open for an outage, with names; who made the list and why is written down first.
    OutageList {
        /// Why patients' data leave this PC.
        #[arg(long)]
        reason: String,
    },
    /// Show one request whole.
    Show {
        /// The id of the request.
        id: String,
    },
    /// Decide about a request. It is saved on this PC; `sync` sends it.
    Decide(DecideArgs),
    /// Enter a request for somebody who rang or stands at the desk; prints its id. `sync` sends it.
    Enter(EnterArgs),
    /// Take a decision back.
    Undo {
        /// The id of the decision.
        op: String,
    },
    /// Resolve a conflict or settle a refused decision.
    Resolve(ResolveArgs),
    /// List decisions that are not sent, and those that need a person.
    Outbox,
    /// List every decision ever taken on this device with its state, oldest first.
    Decisions,
    /// List what the provider sent and this program could not read.
    Unreadable,
    /// Say how things stand.
    Status,
    /// The manager's figures of today; with `--csv`, all of them for a spreadsheet.
    Workload {
        #[arg(long)]
        csv: bool,
    },
    /// What IT is told when something is wrong: versions, states and counts, nothing of a patient.
    Report,
    /// List the unsent decisions of a profile that does not open. Changes nothing there, and needs no more than its key.
    Rescue(RescueArgs),
}

impl Command {
    /// Says whether the command talks to the provider.
    #[must_use]
    pub fn needs_network(&self) -> bool {
        match self {
            Self::Connect(_) | Self::ProviderCheck(_) | Self::SignIn | Self::Sync(_) => true,
            Self::As { .. }
            | Self::Staff
            | Self::Queue(_)
            | Self::OutageList { .. }
            | Self::Show { .. }
            | Self::Decide(_)
            | Self::Enter(_)
            | Self::Undo { .. }
            | Self::Resolve(_)
            | Self::Outbox
            | Self::Decisions
            | Self::Unreadable
            | Self::Status
            | Self::Workload { .. }
            | Self::Report
            | Self::Rescue(_) => false,
        }
    }
}

/// Arguments of `connect`.
#[derive(Debug, clap::Args)]
pub struct ConnectArgs {
    /// Where FHIR begins, such as http://127.0.0.1:8099/fhir.
    pub url: String,
    /// ODS code of the practice, where the provider holds no directory.
    #[arg(long)]
    pub ods: Option<String>,
    /// Name of the practice, with --ods.
    #[arg(long, requires = "ods")]
    pub practice: Option<String>,
    /// SDS user id of the person who works here.
    #[arg(long)]
    pub staff: Option<String>,
    /// Name of that person.
    #[arg(long, requires = "staff")]
    pub name: Option<String>,
    /// Role of that person.
    #[arg(long, value_enum, default_value = "receptionist")]
    pub role: RoleArg,
}

/// Arguments of `provider-check`.
#[derive(Debug, clap::Args)]
pub struct ProviderCheckArgs {
    /// Where FHIR begins, such as http://127.0.0.1:8099/fhir.
    pub url: String,
    /// An access token of a person who may read and write, where the server asks for one.
    #[arg(long, env = "TRIAGE_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
    /// Show the exchanges of every check and not only of those that failed.
    #[arg(long)]
    pub exchanges: bool,
}

/// A role as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleArg {
    Receptionist,
    Gp,
    Manager,
}

impl From<RoleArg> for Role {
    fn from(role: RoleArg) -> Self {
        match role {
            RoleArg::Receptionist => Self::Receptionist,
            RoleArg::Gp => Self::Gp,
            RoleArg::Manager => Self::Manager,
        }
    }
}

/// Arguments of `sync`.
#[derive(Debug, clap::Args)]
pub struct SyncArgs {
    /// Give up after so many seconds; what was decided stays on this PC.
    #[arg(long, default_value_t = 120)]
    pub wait_s: u64,
}

/// Arguments of `rescue`.
#[derive(Debug, clap::Args)]
pub struct RescueArgs {
    /// Write everything about them to this new file, as JSON. It holds patients' data in the clear.
    #[arg(long)]
    pub export: Option<PathBuf>,
    /// A copy in the profile's folder to read in place of ledger.db, such as one that was kept aside.
    #[arg(long)]
    pub file: Option<String>,
}

/// Arguments of `queue`.
#[derive(Debug, clap::Args)]
pub struct QueueArgs {
    /// unassigned, urgent, mine, team, waiting, held, done-today, all-open or everything.
    #[arg(long, default_value = "all-open")]
    pub view: String,
    /// Words that must all be found in name, NHS number, reference or the patient's words.
    #[arg(long, default_value = "")]
    pub search: String,
    /// Most rows to list.
    #[arg(long, default_value_t = 50)]
    pub limit: usize,
}

/// Arguments of `decide`.
#[derive(Debug, clap::Args)]
pub struct DecideArgs {
    /// The id of the request.
    pub id: String,
    /// An id for the decision, a UUID, so that a repeated call has one effect; made where none is given.
    #[arg(long)]
    pub op: Option<String>,
    #[command(subcommand)]
    pub decision: DecisionArgs,
}

/// One decision as typed.
#[derive(Debug, Subcommand)]
pub enum DecisionArgs {
    /// Give it to somebody.
    Assign {
        /// me, nobody, team:CODE or a SDS user id.
        to: String,
    },
    /// Set the urgency.
    Urgency {
        #[arg(value_enum)]
        to: UrgencyArg,
        /// Needed for lowering.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Set the category.
    Category {
        #[arg(value_enum)]
        to: CategoryArg,
    },
    /// Add an internal note.
    Note { text: String },
    /// Take down that a person has had it open.
    Opened,
    /// Reply to the patient.
    Reply {
        text: String,
        /// Wait for the patient's answer.
        #[arg(long, conflicts_with = "close")]
        wait: bool,
        /// When it is the practice's move again although the patient has not answered, such as 2026-12-01T08:00:00Z.
        #[arg(long, requires = "wait")]
        until: Option<DateTime<Utc>>,
        /// Let the patient answer it, once.
        #[arg(long)]
        may_answer: bool,
        /// A PDF, JPEG or PNG file of up to 5 MB that goes with it; up to three.
        #[arg(long)]
        attach: Vec<PathBuf>,
        /// Close with this disposition.
        #[arg(long)]
        close: Option<String>,
    },
    /// Close with a disposition.
    Close {
        /// A code such as advice-by-message, telephone-today, face-to-face-today, prescription, fit-note, no-action.
        disposition: String,
        /// message, telephone, video, face-to-face or home-visit.
        #[arg(long)]
        mode: Option<String>,
        /// Needed where a red-flag question was answered yes.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Open a closed one again.
    Reopen { reason: String },
    /// Set it aside until a moment such as 2026-12-01T08:00:00Z, or until the patient writes.
    Hold {
        until: DateTime<Utc>,
        /// It is the patient's move: it comes back when they write, or then.
        #[arg(long)]
        for_patient: bool,
    },
    /// End a hold.
    EndHold,
    /// Send a reply again that did not reach the patient.
    SendAgain {
        /// The id of the failed reply.
        reply: String,
        /// The text; that of the failed reply where none is given.
        text: Option<String>,
    },
    /// Close it as a duplicate that lives on in another request.
    Merge {
        /// The id of the other request.
        into: String,
    },
    /// Take down that it is filed in the patient's record.
    Filed,
    /// Take down that the patient asked what became of it.
    Chase {
        #[arg(value_enum)]
        route: ChaseRouteArg,
        text: Option<String>,
    },
    /// Say "I have this open".
    Claim {
        /// For so many minutes, ten at most.
        #[arg(long, default_value_t = 10)]
        minutes: u8,
    },
    /// Give one's own claim up.
    Release,
}

/// Arguments of `enter`.
#[derive(Debug, clap::Args)]
pub struct EnterArgs {
    /// What the person said.
    pub words: String,
    /// The provider's id of a patient who is known on this device, as `show` says it.
    #[arg(long, required_unless_present = "name", conflicts_with = "name")]
    pub patient: Option<String>,
    /// Where they can be rung back.
    #[arg(long)]
    pub ring_back: Option<String>,
    /// The name as told, where the patient was not found.
    #[arg(long)]
    pub name: Option<String>,
    /// When they were born, as told (YYYY-MM-DD), where the patient was not found.
    #[arg(long, requires = "name")]
    pub born: Option<NaiveDate>,
    #[arg(long, value_enum, default_value = "phone")]
    pub route: EntryRouteArg,
    #[arg(long, value_enum, default_value = "unknown")]
    pub category: CategoryArg,
    #[arg(long, value_enum, default_value = "routine")]
    pub urgency: UrgencyArg,
    /// An id for the decision, a UUID, so that a repeated call has one effect; made where none is given.
    #[arg(long, requires = "id")]
    pub op: Option<String>,
    /// An id for the request, a UUID; made where none is given.
    #[arg(long)]
    pub id: Option<String>,
}

/// A way to the practice as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum EntryRouteArg {
    Phone,
    Desk,
}

/// A way of chasing as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ChaseRouteArg {
    Phone,
    Desk,
    Online,
    Other,
}

/// An urgency as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum UrgencyArg {
    Emergency,
    UrgentToday,
    Soon,
    Routine,
}

/// A category as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum CategoryArg {
    Clinical,
    Administrative,
    Unknown,
}

/// Arguments of `resolve`.
#[derive(Debug, clap::Args)]
pub struct ResolveArgs {
    /// The id of the decision in conflict.
    pub op: String,
    /// What to do.
    #[arg(value_enum)]
    pub choice: ChoiceArg,
    /// Why; kept with the decision.
    #[arg(long)]
    pub reason: String,
}

/// A choice as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ChoiceArg {
    KeepTheirs,
    ReissueMine,
}
