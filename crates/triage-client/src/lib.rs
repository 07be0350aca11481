//! The application without a window: it runs the engine on tokio, talks to the provider, keeps the stores and answers
//! what screens ask. One file a use case.

mod client;
mod clock;
mod core;
pub mod desk;
mod notifier;
mod profile;
pub mod provider;
pub mod rescue;
mod training;
mod usecase;
mod vault;

pub use client::{Changed, Client, ClientSettings, Subject, WindowPlace, Work};
pub use clock::Clock;
pub use notifier::{Notifier, Quiet, Told};
pub use profile::{OpenProfileError, Profile, open_profile};
pub use rescue::{RescueProfileError, rescue_profile, rescue_to};
pub use training::{StartTrainingError, TrainingStep, TrainingTask, discard_training, start_training};
#[cfg(debug_assertions)]
pub use triage_device::at_killpoints;
pub use triage_device::{DecideError, DecideForm, ResolveChoice, ResolveForm};
pub use triage_store::rescue::Rescued;
pub use triage_store::{DraftRow, Finding, KeyRefused, OpenStoreError, StoreError};
pub use triage_sync::basis::Ending;
pub use triage_sync::{
    Abilities, BasisField, BasisFields, Choice, Freshness, Level, Limit, LinkState, OpState, Operation, Stuck,
};
pub use usecase::attach::AttachError;
pub use usecase::attention::{Attention, ConflictCard, OutboxItem, Undelivered, Unreadable};
pub use usecase::check_provider::{ProviderCheckError, check_provider};
pub use usecase::connect::{ConnectError, ConnectForm, Connection, PracticeName};
pub use usecase::copy::{CopyError, CopyWhat};
pub use usecase::enter::{EnterAbout, EnterForm};
pub use usecase::minutes::{MINUTES_MAX, Minutes, MinutesError};
pub use usecase::outage_list::{OutageList, OutageListError, OutageRow};
pub use usecase::photo::PhotoError;
pub use usecase::place::{Place, Screen};
pub use usecase::queue::{QueueError, QueueForm, QueueOrder, QueuePage, QueueRow, Repeat};
pub use usecase::read_request::{EarlierRequest, Reader, ReaderError, ReaderNote, RequestEvent, outcome};
pub use usecase::report::report_head;
pub use usecase::route::{ROUTE_DECISIONS_MAX, RouteForm};
pub use usecase::session::Session;
pub use usecase::setup::{PersonalSetup, SavedView, Setup, SetupChange, SetupError};
pub use usecase::sign_in::{SignInError, SignInFlow};
pub use usecase::spreadsheet::SpreadsheetError;
pub use usecase::status::{LastAction, Status, UndoWay};
pub use usecase::typed::{Typed, TypedError, TypedPlace};
pub use usecase::writing::Writing;
pub use vault::{FileVault, KeyVault, SystemVault, VaultError};
