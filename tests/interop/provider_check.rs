//! The contract against servers that others wrote: what each of them does is known, and a check that judges it otherwise is
//! wrong (`wire.md` 4.2 to 4.4).

use tests::{ForeignServer, Pc, checks_not_passed};

use crate::practice::server;

#[tokio::test(flavor = "multi_thread")]
async fn sekmet_writes_over_what_exists_and_loses_the_beginning_of_a_history() {
    let Some(server) = server(ForeignServer::Sekmet).await else { return };
    let report = Pc::new().json(&["provider-check", &server.base]).await;
    assert_eq!(checks_not_passed(&report), [("create-once", "failed"), ("history-keeps-since", "failed")]);
    assert_eq!(report["level"], "c");
}

#[tokio::test(flavor = "multi_thread")]
async fn helios_writes_over_what_exists() {
    let Some(server) = server(ForeignServer::Helios).await else { return };
    let report = Pc::new().json(&["provider-check", &server.base]).await;
    assert_eq!(checks_not_passed(&report), [("create-once", "failed")]);
    assert_eq!(report["level"], "c");
}
