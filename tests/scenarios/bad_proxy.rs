//! On a line where everything goes wrong that can, nothing is lost and nothing is done twice.

use tests::bad_line::{LineReport, on_a_foreign_server, on_the_demo_provider};
use tests::{ForeignServer, left_out};

const SCENARIOS: u32 = 12;
const SEED: u64 = 5;

fn assert_kept(report: &LineReport) {
    assert_eq!(report.faults(), Vec::<&String>::new(), "{report}");
    assert!(report.met.len() > 6, "the line was bad in many ways: {report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_decision_is_there_once_after_a_bad_line_to_the_demo_provider() {
    assert_kept(&on_the_demo_provider(SCENARIOS, SEED).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn each_decision_is_there_once_after_a_bad_line_to_a_server_that_others_wrote() {
    match on_a_foreign_server(ForeignServer::Sekmet, SCENARIOS, SEED).await {
        Ok(report) => assert_kept(&report),
        Err(error) => left_out("a bad line to Sekmet", &error.to_string()),
    }
}
