//! The 52 promises of the design (`sync.md` (c)), and where each of them is checked.

/// Where a promise is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Where {
    /// `tier0/check`: the pure engine, over ledgers and caches in memory.
    Tier0,
    /// The whole core over the simulated disk.
    Tier1,
    /// Crash points of the disk.
    Tier2,
    /// The real binary, real files.
    Tier4,
    /// The journal, which is built later.
    MarkedLater,
    /// By the runs themselves: the table of known bugs, what was reached.
    Runs,
}

/// A promise: its number, its text in short, where it is checked.
pub type Invariant = (u8, &'static str, Where);

/// All of them.
pub const INVARIANTS: [Invariant; 52] = [
    (1, "what was saved is in the ledger, at the provider, or resolved by a person", Where::Tier0),
    (2, "saved is said after ledger and journal are durable", Where::MarkedLater),
    (3, "after a power cut every decision is wholly there or wholly absent", Where::Tier2),
    (4, "ledger and journal agree after recovery", Where::MarkedLater),
    (5, "seq has no gaps", Where::Tier0),
    (6, "no path removes a live decision", Where::Tier0),
    (7, "a full or broken disk: durable, or not called saved", Where::Tier2),
    (8, "a migration maps live decisions one to one", Where::Tier4),
    (9, "at most one witness and one effect for each decision", Where::Tier0),
    (10, "every witness belongs to a person's decision, unaltered", Where::Tier0),
    (11, "all attempts carry one payload; If-Match moves by a recorded rebase only", Where::Tier0),
    (12, "an attempt is durable before its first byte", Where::Tier0),
    (13, "what is acked or settled has its witness in the present epoch", Where::Tier0),
    (14, "nothing is sent again after its witness was observed", Where::Tier0),
    (15, "two processes on one profile: one may send", Where::Tier4),
    (16, "effects about one request appear in order, none is overtaken", Where::Tier0),
    (17, "a stuck decision delays no other request", Where::Tier0),
    (18, "what depends on a decision never runs before it", Where::Tier0),
    (19, "nothing lands on a state that differs from its basis", Where::Tier0),
    (20, "urgency never goes down unseen", Where::Tier0),
    (21, "one outcome an episode", Where::Tier0),
    (22, "a reply goes out only if nothing that it answers has changed", Where::Tier0),
    (23, "every conflict is shown until it is resolved", Where::Tier0),
    (24, "a resolution never edits a sealed decision", Where::Tier0),
    (25, "what commutes gives one view in every order", Where::Tier0),
    (26, "at rest every copy is the provider's latest", Where::Tier0),
    (27, "without faults a row is everywhere within the bound", Where::Tier0),
    (28, "the high water leaves no row behind", Where::Tier0),
    (29, "a copy never goes back within an epoch", Where::Tier0),
    (30, "pages may come twice and in any order", Where::Tier0),
    (31, "what is deleted disappears and stays away", Where::Tier0),
    (32, "no push between an epoch's alarm and its verification", Where::Tier0),
    (33, "live means: contains everything of two pulls ago", Where::Tier0),
    (34, "never live after a doubt before a pull", Where::Tier0),
    (35, "the age never flatters", Where::Tier0),
    (36, "a pending decision is shown and does not flicker", Where::Tier0),
    (37, "the count of unsent decisions is right", Where::Tier0),
    (38, "of two holders of a claim one commits", Where::Tier1),
    (39, "nobody acts on an expired claim", Where::Tier1),
    (40, "damage to the cache never touches a decision", Where::Tier2),
    (41, "the loss of ledger or journal loses nothing", Where::MarkedLater),
    (42, "a wrong key never touches the files", Where::Tier4),
    (43, "after a restore nothing is lost silently and no reply goes out twice", Where::Tier0),
    (44, "a decision goes under its author's authority", Where::Tier0),
    (45, "no plaintext in files, logs or temporary files", Where::Tier4),
    (46, "at rest every decision is settled or waits for a person", Where::Tier0),
    (47, "retries keep their distance; Retry-After is kept", Where::Tier0),
    (48, "the planner comes to rest", Where::Tier0),
    (49, "files and memory stay within bounds", Where::Tier1),
    (50, "one seed, one trace", Where::Tier0),
    (51, "every known bug is found within its budget", Where::Runs),
    (52, "every fault and every edge is reached", Where::Runs),
];

#[cfg(test)]
mod tests;
