//! The ways by which people reach the practice without the online form, as the window names them.

use serde::{Deserialize, Serialize};
use triage_domain as domain;
use ts_rs::TS;

/// How a patient asked what became of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ChaseRoute {
    Phone,
    Desk,
    Online,
    Other,
}

/// How somebody who did not use the online form reached the practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum EntryRoute {
    Phone,
    Desk,
}

impl From<ChaseRoute> for domain::ChaseRoute {
    fn from(route: ChaseRoute) -> Self {
        match route {
            ChaseRoute::Phone => Self::Phone,
            ChaseRoute::Desk => Self::Desk,
            ChaseRoute::Online => Self::Online,
            ChaseRoute::Other => Self::Other,
        }
    }
}

impl From<domain::ChaseRoute> for ChaseRoute {
    fn from(route: domain::ChaseRoute) -> Self {
        match route {
            domain::ChaseRoute::Phone => Self::Phone,
            domain::ChaseRoute::Desk => Self::Desk,
            domain::ChaseRoute::Online => Self::Online,
            domain::ChaseRoute::Other => Self::Other,
        }
    }
}

impl From<domain::EntryRoute> for EntryRoute {
    fn from(route: domain::EntryRoute) -> Self {
        match route {
            domain::EntryRoute::Phone => Self::Phone,
            domain::EntryRoute::Desk => Self::Desk,
        }
    }
}

impl From<EntryRoute> for domain::EntryRoute {
    fn from(route: EntryRoute) -> Self {
        match route {
            EntryRoute::Phone => Self::Phone,
            EntryRoute::Desk => Self::Desk,
        }
    }
}
