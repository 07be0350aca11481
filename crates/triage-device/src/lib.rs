//! One PC's copy of the practice: the engine over its two files. It takes in what the network brought, keeps it, and says
//! what to ask the network for; it touches no socket and reads no clock, so that the proving ground runs exactly this.

mod assemble;
mod decide;
mod device;
mod heard;
mod keep;
mod killpoint;
mod received;
mod short;

pub use assemble::assemble_from;
pub use decide::{DecideError, DecideForm, ResolveChoice, ResolveForm, answer, folded};
pub use device::{Call, Device, News, Push, RenewCacheError, Steps};
pub use heard::{Answer, Heard, HttpAnswer, OPEN_STATUSES};
pub use keep::{keep_invented, snapshot};
#[cfg(debug_assertions)]
pub use killpoint::at_killpoints;
pub use killpoint::killpoint;
pub use received::{
    LastChange, Listed, PushResult, ReceivedPage, RequestParts, manifest_query, named_by, page_query, row, walked,
};
pub use short::short_form;
