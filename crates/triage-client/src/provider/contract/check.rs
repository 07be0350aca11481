//! The named checks of the contract, in the order in which they are tried.

use triage_sync::Level;

/// What a check is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// A level of the contract (`wire.md` 1.5), and all above it.
    Level(Level),
    /// No level rests on it.
    GoodToKnow,
}

/// How many of the checks are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Those that say what is safe with this provider: tried at the connection and every week.
    Connection,
    /// All of them.
    Whole,
}

struct Card {
    id: &'static str,
    need: Need,
    extent: Extent,
    title: &'static str,
    without: &'static str,
}

const A: Need = Need::Level(Level::A);
const B: Need = Need::Level(Level::B);
const C: Need = Need::Level(Level::C);

/// Makes the checks from a table: name, stable id, what needs it, from which extent on it is tried, what the server does
/// where it passes, and what follows where it does not.
macro_rules! checks {
    ($($name:ident $id:literal $need:expr, $extent:ident, $title:literal, $without:literal;)*) => {
        /// One check. Its id is stable: providers' engineers quote it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Check { $($name),* }

        impl Check {
            /// All checks, in the order in which they are tried: some stand on what an earlier one wrote.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            fn card(self) -> Card {
                match self {
                    $(Self::$name => Card {
                        id: $id,
                        need: $need,
                        extent: Extent::$extent,
                        title: $title,
                        without: $without,
                    },)*
                }
            }
        }
    };
}

checks! {
    Metadata "metadata" A, Connection,
        "GET metadata answers with a CapabilityStatement of FHIR R4",
        "Triage Desk does not connect.";
    CreateOnPut "create-on-put" A, Connection,
        "PUT on an id that the client made creates the resource (update as create)",
        "A decision cannot be made certain to land once: Triage Desk only reads.";
    Read "read" A, Whole,
        "A resource is read back as it was written, extensions included",
        "What Triage Desk does not know would be lost whenever somebody decides.";
    JsonAnswers "json-answers" A, Whole,
        "Answers are FHIR JSON and say so in Content-Type",
        "Answers cannot be told from a network's sign-in page, and are not read.";
    Versions "versions" A, Connection,
        "Answers carry the version in meta.versionId, the same as in ETag",
        "Nobody can say which version a decision was taken on: Triage Desk only reads.";
    SearchLastUpdated "search-last-updated" A, Whole,
        "Task?_lastUpdated=ge… finds what changed since that instant, and nothing older",
        "New and changed requests may not arrive.";
    SortLastUpdated "sort-last-updated" A, Whole,
        "Task?_sort=_lastUpdated is in ascending order",
        "Requests that change during a pull may not arrive.";
    CountAndPaging "count-and-paging" A, Whole,
        "_count is kept to, and the next links lead to everything else",
        "A practice with many requests may not see all of them.";
    SearchIdentifier "search-identifier" A, Whole,
        "Task?identifier=… finds the Task with that identifier and no other",
        "A decision in doubt cannot be found by its number.";
    PracticeFilter "practice-filter" A, Connection,
        "Task?_tag=… for a practice that nobody has finds nothing",
        "The server ignores the practice filter and would send other practices' patients: Triage Desk does not connect.";
    SearchTag "search-tag" A, Whole,
        "Task?_tag=… finds the Tasks with that tag and no other",
        "The practice's requests may not arrive.";
    StrictSearch "strict-search" B, Whole,
        "An unknown search parameter is refused under Prefer: handling=strict",
        "A filter that the server does not know is ignored without a word.";
    Elements "elements" Need::GoodToKnow, Whole,
        "_elements leaves the rest of each resource out",
        "Comparing what is here with what is there takes longer.";
    SearchInclude "search-include" Need::GoodToKnow, Whole,
        "Task?_include=Task:focus brings along what a Task is about",
        "Forms and patients are asked for in calls of their own: new requests take longer to arrive.";
    SearchIds "search-ids" Need::GoodToKnow, Whole,
        "Task?_id=a,b finds both",
        "Forms and patients that did not come along are asked for one by one.";
    IfMatch "if-match" A, Connection,
        "PUT with an If-Match of an old version is refused and changes nothing",
        "One person's decision could overwrite another's: Triage Desk only reads.";
    IfMatchRace "if-match-race" A, Connection,
        "Of two PUTs at the same time on the same version exactly one is taken",
        "Two decisions at the same moment could overwrite each other: Triage Desk only reads.";
    CreateOnce "create-once" Need::GoodToKnow, Connection,
        "PUT with If-None-Match: * on something that exists is refused",
        "The guard against doubles is the Task's version alone, which suffices.";
    CreateCommunicationRequest "create-communication-request" A, Whole,
        "A CommunicationRequest is taken under an id that the client made",
        "Replies to patients cannot be sent.";
    Witness "witness" A, Connection,
        "PUT of a Provenance under an id that the client made is found again by GET",
        "Nobody can say later whether a decision landed: Triage Desk only reads.";
    Transaction "transaction" B, Connection,
        "A transaction Bundle is taken as a whole, and its answer names every version",
        "Each decision is written step by step: the request first, then the reply, then the proof.";
    TransactionRollback "transaction-rollback" B, Connection,
        "One stale ifMatch rolls the whole transaction back",
        "Transactions are not used: a reply could go out for a decision that was refused.";
    TransactionWitness "transaction-witness" B, Connection,
        "The Provenance of a transaction is found by GET, and that of a rolled back one is not",
        "Transactions are not used: nobody could say later whether one landed.";
    DeletedIsGone "deleted-is-gone" A, Whole,
        "A deleted resource answers 404 or 410",
        "Deleted requests stay on screen.";
    TypeHistory "type-history" C, Connection,
        "Task/_history?_since=… lists what changed since that instant",
        "Deleted requests leave the screen late, when they are next asked for.";
    HistoryDeletions "history-deletions" C, Whole,
        "Task/_history tells of deletions",
        "Deleted requests leave the screen late, when they are next asked for.";
    HistoryKeepsSince "history-keeps-since" Need::GoodToKnow, Whole,
        "The next links of Task/_history keep to _since",
        "Following the history has to stop by itself at the first old entry.";
    Milliseconds "milliseconds" Need::GoodToKnow, Whole,
        "meta.lastUpdated has milliseconds",
        "Each pull brings some requests a second time, which does no harm.";
    DateHeader "date-header" Need::GoodToKnow, Whole,
        "The Date header is there and within 5 minutes of meta.lastUpdated",
        "How old the list is can only be told by this PC's own clock.";
}

impl Check {
    /// Returns its stable id, in kebab-case.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.card().id
    }

    /// Returns what it is needed for.
    #[must_use]
    pub fn need(self) -> Need {
        self.card().need
    }

    /// Returns what the server does where the check passes.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.card().title
    }

    /// Returns what follows for the client and for staff where it fails.
    #[must_use]
    pub fn without(self) -> &'static str {
        self.card().without
    }

    /// Says whether a run of this extent tries it.
    #[must_use]
    pub fn is_within(self, extent: Extent) -> bool {
        self.card().extent <= extent
    }
}

impl Need {
    /// Returns the need as it stands in a table: a level, or a dash.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Level(Level::ReadOnly) => "read",
            Self::Level(Level::A) => "A",
            Self::Level(Level::B) => "B",
            Self::Level(Level::C) => "C",
            Self::GoodToKnow => "-",
        }
    }
}
