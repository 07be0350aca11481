//! The client inside this process, as the window has it: for what no command line asks for.

use std::ops::Deref;
use std::sync::Arc;

use triage_client::desk::View;
use triage_client::{Client, ClientSettings, Clock, FileVault, QueueForm, QueueOrder, QueueRow, Quiet, open_profile};
use triage_domain::StaffId;

use crate::pc::Pc;

/// A PC's client without a network, and somebody in front of it.
pub struct Desk {
    client: Client,
}

impl Desk {
    /// Opens the profile of a PC on which nothing else runs.
    #[must_use]
    pub fn on(pc: &Pc, staff: &str) -> Self {
        let vault = Arc::new(FileVault::open(&pc.profile().join("demo-key")).unwrap());
        let profile = open_profile(&pc.profile(), vault).unwrap();
        let settings = ClientSettings { start_offline: true, ..ClientSettings::default() };
        let client = Client::start(profile, Clock::system(), Box::new(Quiet), settings).unwrap();
        assert!(client.choose_staff(&StaffId::parse(staff).unwrap()).unwrap(), "{staff} works here");
        Self { client }
    }

    /// Returns the rows of a list, built anew.
    #[must_use]
    pub fn rows(&self, view: View) -> Vec<QueueRow> {
        let form = QueueForm { view, search: String::new(), offset: 0, limit: 200, order: QueueOrder::Anew };
        self.client.queue(&form).unwrap().rows
    }
}

impl Deref for Desk {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}
