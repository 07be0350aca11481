//! What the window sees and sends: `…View` from the domain, `…Form` to it. Ids are strings, times ISO strings, numbers fit
//! into a double; what a user reads is put into words by the window.

pub mod attention;
pub mod copy;
pub mod decision;
pub mod enter;
pub mod error;
pub mod finding;
pub mod frame;
pub mod hold;
pub mod minutes;
pub mod outage;
pub mod place;
pub mod queue;
pub mod reader;
pub mod report;
pub mod setup;
pub mod status;
pub mod thread;
pub mod time;
pub mod training;
pub mod typed;
pub mod work;
pub mod writing;

use triage_domain as domain;

macro_rules! mirrored {
    ($(#[$doc:meta])* $name:ident of $of:path { $($variant:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $($variant),* }

        impl From<$of> for $name {
            fn from(value: $of) -> Self {
                match value { $(<$of>::$variant => Self::$variant),* }
            }
        }

        impl From<$name> for $of {
            fn from(value: $name) -> Self {
                match value { $($name::$variant => Self::$variant),* }
            }
        }
    };
}

mirrored!(Role of domain::Role { Receptionist, Gp, Manager });
mirrored!(Urgency of domain::Urgency { Emergency, UrgentToday, Soon, Routine });
mirrored!(Category of domain::Category { Clinical, Administrative, Unknown });
mirrored!(Freshness of triage_client::Freshness { Live, Ageing, Stale, Unknown });

pub(crate) use mirrored;
