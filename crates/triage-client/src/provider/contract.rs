//! What the client asks of a provider's FHIR server, as named checks that are tried on it and not believed (`wire.md` 1.5).
//!
//! It works on scratch resources of its own making alone, marks them unmistakably and takes them away again. It is
//! bounded: at most 60 requests and the tidying up, and each answer is waited for 10 s.

mod bench;
mod bundles;
mod check;
mod history;
mod reading;
mod scratch;
mod searching;
mod verdict;
mod writing;

use triage_sync::Abilities;

use super::Provider;
use bench::{Bench, Short};
use scratch::Scratch;

pub use bench::{Answered, Exchange, Stop};
pub use check::{Check, Extent, Need};
pub use triage_sync::Limit;
pub use verdict::{Obstacle, Verdict, limits};

/// What came of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    Passed,
    Failed { why: String },
    NotTried { why: String },
}

/// One check, what came of it, and the exchanges that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub check: Check,
    pub outcome: Outcome,
    pub exchanges: Vec<Exchange>,
}

/// What a run found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What the server calls itself.
    pub software: Option<String>,
    pub checks: Vec<Checked>,
    /// Why the run did not come to its end.
    pub stop: Option<Stop>,
}

impl Report {
    /// Says what came of a check; nothing where the run does not hold it.
    #[must_use]
    pub fn outcome(&self, check: Check) -> Option<&Outcome> {
        self.checks.iter().find(|checked| checked.check == check).map(|checked| &checked.outcome)
    }

    /// Says whether a check passed.
    #[must_use]
    pub fn passed(&self, check: Check) -> bool {
        self.outcome(check) == Some(&Outcome::Passed)
    }

    /// Returns what the provider was found to do; nothing where the run ended before that could be said.
    #[must_use]
    pub fn abilities(&self) -> Option<Abilities> {
        if self.stop.is_some() {
            return None;
        }
        let all = |checks: &[Check]| checks.iter().all(|check| self.passed(*check));
        Some(Abilities {
            guards_versions: all(&[Check::Versions, Check::IfMatch, Check::IfMatchRace]),
            transactions: all(&[Check::Transaction, Check::TransactionRollback, Check::TransactionWitness]),
            own_ids: all(&[Check::CreateOnPut, Check::Witness]),
            creates_once: all(&[Check::CreateOnce]),
            history: all(&[Check::TypeHistory])
                && !matches!(self.outcome(Check::HistoryDeletions), Some(Outcome::Failed { .. })),
        })
    }
}

struct Run<'a> {
    bench: Bench<'a>,
    scratch: Scratch,
    software: Option<String>,
}

impl Provider {
    /// Tries the contract on the server.
    pub async fn check(&self, extent: Extent) -> Report {
        let bench = Bench::new(&self.http);
        let mut run = Run { bench, scratch: Scratch::new(), software: None };
        let mut checks = Vec::new();
        for check in Check::ALL.iter().copied().filter(|check| check.is_within(extent)) {
            // Another kind of server is left alone.
            let is_fhir = checks.first().is_none_or(|first: &Checked| first.outcome == Outcome::Passed);
            let result = if is_fhir {
                run.carry_out(check).await
            } else {
                Err(Short::NotTried("this is no FHIR R4 server".to_owned()))
            };
            let outcome = run.outcome(result);
            checks.push(Checked { check, outcome, exchanges: run.bench.take_exchanges() });
        }
        run.scratch.tidy_up(&run.bench).await;
        Report { software: run.software, checks, stop: run.bench.ended() }
    }
}

impl Run<'_> {
    async fn carry_out(&mut self, check: Check) -> Result<(), Short> {
        let (bench, scratch) = (&mut self.bench, &mut self.scratch);
        match check {
            Check::Metadata => {
                self.software = reading::metadata(bench).await?;
                Ok(())
            }
            Check::CreateOnPut => writing::create_on_put(bench, scratch).await,
            Check::Read => reading::read(bench, scratch).await,
            Check::JsonAnswers => reading::json_answers(bench, scratch).await,
            Check::Versions => reading::versions(bench, scratch).await,
            Check::SearchLastUpdated => searching::last_updated(bench, scratch).await,
            Check::SortLastUpdated => searching::sort(bench, scratch).await,
            Check::CountAndPaging => searching::paging(bench, scratch).await,
            Check::SearchIdentifier => searching::identifier(bench, scratch).await,
            Check::PracticeFilter => searching::practice_filter(bench, scratch).await,
            Check::SearchTag => searching::tag(bench, scratch).await,
            Check::StrictSearch => searching::strict(bench, scratch).await,
            Check::Elements => searching::elements(bench, scratch).await,
            Check::SearchInclude => searching::include(bench, scratch).await,
            Check::SearchIds => searching::ids(bench, scratch).await,
            Check::IfMatch => writing::if_match(bench, scratch).await,
            Check::IfMatchRace => writing::race(bench, scratch).await,
            Check::CreateOnce => writing::create_once(bench, scratch).await,
            Check::CreateCommunicationRequest => writing::communication_request(bench, scratch).await,
            Check::Witness => writing::witness(bench, scratch).await,
            Check::Transaction => bundles::transaction(bench, scratch).await,
            Check::TransactionRollback => bundles::rollback(bench, scratch).await,
            Check::TransactionWitness => bundles::witness(bench, scratch).await,
            Check::DeletedIsGone => reading::deleted_is_gone(bench, scratch).await,
            Check::TypeHistory => history::of_type(bench, scratch).await,
            Check::HistoryDeletions => history::deletions(bench, scratch).await,
            Check::HistoryKeepsSince => history::keeps_since(bench, scratch).await,
            Check::Milliseconds => reading::milliseconds(bench, scratch).await,
            Check::DateHeader => reading::date_header(bench, scratch).await,
        }
    }

    fn outcome(&self, result: Result<(), Short>) -> Outcome {
        match result {
            Ok(()) => Outcome::Passed,
            Err(Short::Failed(why)) => Outcome::Failed { why },
            Err(Short::NotTried(why)) => Outcome::NotTried { why },
            Err(Short::Stopped) => {
                let why = match self.bench.stopped() {
                    Some(Stop::SignInNeeded) => "the server asks for sign-in",
                    Some(Stop::Busy) => "the server asks to wait",
                    Some(Stop::TooMany) => "the run had sent all the requests it may",
                    Some(Stop::Silent) | None => "the server does not answer",
                };
                Outcome::NotTried { why: why.to_owned() }
            }
        }
    }
}
