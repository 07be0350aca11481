//! What a practice talks about: requests, patients, urgency, decisions, core hours, deadlines, metrics.
//!
//! Pure: no IO, no clock, no randomness. It knows neither FHIR nor how anything is stored or sent.

pub mod age;
pub mod attachment;
pub mod calendar;
pub mod deadline;
pub mod decision;
pub mod disposition;
pub mod hold;
pub mod ids;
pub mod likeness;
pub mod message;
pub mod new_request;
pub mod nhs_number;
pub mod owner;
pub mod pace;
pub mod patient;
pub mod person_name;
pub mod record;
pub mod red_flag;
pub mod request;
pub mod setup;
pub mod staff;
pub mod text;
pub mod urgency;
pub mod workload;

pub use attachment::{Attachment, AttachmentKind, BadAttachment};
pub use decision::{AfterReply, Blocked, Decision};
pub use disposition::{Disposition, Mode};
pub use ids::{OdsCode, OpId, ParseIdError, RequestId, StaffId, TeamId, Version};
pub use message::Message;
pub use new_request::{About, EntryRoute, NewRequest};
pub use nhs_number::NhsNumber;
pub use owner::{Owner, PersonRef, TeamRef};
pub use patient::{Gender, NhsNumberMatch, Patient};
pub use person_name::PersonName;
pub use request::{Chase, ChaseRoute, Claim, RequestState, TriageRequest};
pub use staff::{Author, Role, StaffMember};
pub use text::Words;
pub use urgency::{Category, Urgency};
