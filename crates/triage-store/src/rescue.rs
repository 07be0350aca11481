//! Reads the decisions of a profile that does not open: strictly beside it, and as leniently as can be.
//!
//! Nothing in the profile is written, locked or waited for. The encrypted ledger and its log are copied into a temporary
//! folder of their own, because SQLite cannot read a log without writing beside it, and the copies are read there row by
//! row: a row that cannot be read is counted, a column that is not known is passed on. The copies stay encrypted and go
//! when this returns.

use std::collections::BTreeMap;
use std::io;

use rusqlite::types::Value;
use serde::Serialize;
use serde_json::Value as Json;
use thiserror::Error;

use crate::files::{Files, Folder};
use crate::key::check::{KeyCheck, Salts};
use crate::key::{DataKey, Salt};
use crate::open::LEDGER;
use crate::sqlite::{Place, version};
use crate::walk::{Found, last_given, walk};

/// How often the two files are read again when another process changes them meanwhile; after that they are read as found.
const COPIES_MAX: u32 = 8;

/// Why nothing could be read. Nothing was changed.
#[derive(Debug, Error)]
pub enum RescueError {
    #[error("there is no {file} in this folder")]
    NoLedger { file: String },
    #[error("this key is not the one that the profile was made with")]
    WrongKey,
    #[error("not one decision in {file} can be read: its first page is damaged, or the key is not the right one")]
    NothingReadable { file: String },
    #[error("the files cannot be read")]
    Disk(#[from] io::Error),
}

/// One decision as it stands in the ledger, its values as they were written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RescuedDecision {
    pub seq: i64,
    pub op_id: String,
    pub request_id: String,
    pub kind: String,
    pub state: String,
    pub author_id: String,
    pub author_name: String,
    pub author_role: String,
    /// RFC 3339, UTC.
    pub decided_at: String,
    /// The decision itself.
    pub decision: Json,
    /// What the person saw.
    pub basis: Json,
    /// When it was tried, RFC 3339, oldest first.
    pub attempts: Vec<String>,
    /// Every other column by name.
    pub others: BTreeMap<String, Json>,
}

impl RescuedDecision {
    /// Returns what the author wrote, where the decision has words.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        ["text", "reason"].iter().find_map(|member| self.decision.get(member)?.as_str())
    }
}

/// A text that somebody was writing: a reply, a note, or a new request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RescuedDraft {
    /// Empty for a new request.
    pub request_id: String,
    pub author_id: String,
    pub text: String,
    pub saved_at: String,
}

/// A file of a reply, sent or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RescuedFile {
    pub id: String,
    pub request_id: String,
    pub author_id: String,
    /// Empty where the reply was still being written.
    pub op_id: String,
    pub name: String,
    pub content_type: String,
    #[serde(skip)]
    pub bytes: Vec<u8>,
}

/// What could be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rescued {
    /// The file that was read.
    pub file: String,
    /// Version of the file's form.
    pub form: i64,
    /// Decisions that the provider has not proved to have, in the order they were taken.
    pub unsent: Vec<RescuedDecision>,
    /// Decisions that the provider has, or that were taken back or replaced.
    pub settled: u64,
    /// Decisions that are there, or may be, and cannot be read.
    pub unreadable: u64,
    /// Numbers that were given and that no readable decision has, first and last of each stretch.
    pub missing: Vec<(i64, i64)>,
    pub drafts: Vec<RescuedDraft>,
    /// Files of replies that are being written or that the provider has not proved to have.
    pub files: Vec<RescuedFile>,
}

/// Reads the ledger of a profile, or a copy of it that was kept in the profile's folder under the name `file`.
///
/// # Errors
/// Says what stands against it.
pub fn rescue(files: &dyn Files, key: &DataKey, file: Option<&str>) -> Result<Rescued, RescueError> {
    let file = file.unwrap_or(LEDGER);
    let salts = match KeyCheck::read(files, key)? {
        KeyCheck::Right(salts) => salts,
        KeyCheck::Wrong => return Err(RescueError::WrongKey),
        KeyCheck::Absent | KeyCheck::Damaged => Salts::default(),
    };
    if !files.exists(file) {
        return Err(RescueError::NoLedger { file: file.to_owned() });
    }
    let beside = tempfile::tempdir()?;
    let copies = Folder::new(beside.path())?;
    copy(files, file, salts.ledger, &copies)?;
    let place = Place::new(&copies, LEDGER, key);
    let open = || {
        let connection = place.open(None)?;
        connection.pragma_update(None, "writable_schema", "ON")?;
        Ok(connection)
    };
    let nothing = || RescueError::NothingReadable { file: file.to_owned() };
    let form = open().and_then(|connection| version(&connection)).map_err(|_| nothing())?;
    let device = walk(&open, "device", Some(1)).unwrap_or_default();
    let decisions = walk(&open, "op", last_given(&device)).map_err(|_| nothing())?;
    if decisions.rows.is_empty() && decisions.unreadable > 0 {
        return Err(nothing());
    }
    let others = |table| walk(&open, table, None).unwrap_or_default();
    let rescued = told(file, form, &decisions, [&others("attempt"), &device]);
    let drafts = drafts(&others("draft")).into_iter().chain(typed(&others("setting"))).collect();
    let files = attached(&others("attached"), &rescued.unsent);
    Ok(Rescued { drafts, files, ..rescued })
}

/// Lists the ledgers in a profile's folder, the live one first: copies that were kept aside can be read too.
#[must_use]
pub fn ledgers(files: &dyn Files) -> Vec<String> {
    let names = files.names().unwrap_or_default();
    let is_ledger = |name: &String| {
        name == LEDGER || ["ledger.db.bad-", "ledger.db.before-"].iter().any(|kind| name.starts_with(kind))
    };
    names.into_iter().filter(|name| is_ledger(name) && !name.ends_with("-wal") && !name.ends_with("-shm")).collect()
}

/// Copies a ledger and its log as they are at one moment: another process may fold the one into the other meanwhile.
fn copy(files: &dyn Files, file: &str, salt: Option<Salt>, to: &Folder) -> Result<(), RescueError> {
    let log = format!("{file}-wal");
    let read_log = || match files.read(&log) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        other => other,
    };
    let (mut bytes, mut frames) = (files.read(file)?, read_log()?);
    for _ in 1..COPIES_MAX {
        let again = (files.read(file)?, read_log()?);
        let is_same = again == (bytes, frames);
        (bytes, frames) = again;
        if is_same {
            break;
        }
    }
    if let (Some(salt), Some(head)) = (salt, bytes.get_mut(..16)) {
        head.copy_from_slice(&salt.bytes());
    }
    to.write(LEDGER, &bytes)?;
    Ok(to.write(&format!("{LEDGER}-wal"), &frames)?)
}

fn told(file: &str, form: i64, decisions: &Found, [attempts, device]: [&Found; 2]) -> Rescued {
    let is_over = |state: &str| matches!(state, "settled" | "withdrawn" | "superseded" | "acked");
    let mut read: Vec<RescuedDecision> =
        decisions.rows.values().map(|row| decision(decisions, row, attempts)).collect();
    read.sort_by_key(|decision| decision.seq);
    let missing = missing(&read, last_given(device).unwrap_or_default());
    let all = read.len();
    let unsent: Vec<RescuedDecision> = read.into_iter().filter(|decision| !is_over(&decision.state)).collect();
    let settled = (all - unsent.len()) as u64;
    Rescued {
        file: file.to_owned(),
        form,
        unsent,
        settled,
        unreadable: decisions.unreadable,
        missing,
        drafts: Vec::new(),
        files: Vec::new(),
    }
}

fn drafts(found: &Found) -> Vec<RescuedDraft> {
    let draft = |row: &Vec<Value>| RescuedDraft {
        request_id: text(found, row, "request_id"),
        author_id: text(found, row, "author_id"),
        text: text(found, row, "text"),
        saved_at: text(found, row, "saved_at"),
    };
    found.rows.values().map(draft).collect()
}

/// Notes and new requests that were being typed stand among the settings, `typed:` and whose and where.
fn typed(settings: &Found) -> Vec<RescuedDraft> {
    let typed = |row: &Vec<Value>| {
        let name = text(settings, row, "name");
        let (author_id, place) = name.strip_prefix("typed:")?.split_once(':')?;
        let value = parsed(text(settings, row, "value"));
        let told = |member: &str| value.get(member).and_then(Json::as_str).unwrap_or_default().to_owned();
        Some(RescuedDraft {
            request_id: place.split_once(':').map_or_else(String::new, |(_, request_id)| request_id.to_owned()),
            author_id: author_id.to_owned(),
            text: told("text"),
            saved_at: told("saved_at"),
        })
    };
    settings.rows.values().filter_map(typed).collect()
}

fn attached(found: &Found, unsent: &[RescuedDecision]) -> Vec<RescuedFile> {
    let file = |row: &Vec<Value>| RescuedFile {
        id: text(found, row, "id"),
        request_id: text(found, row, "request_id"),
        author_id: text(found, row, "author_id"),
        op_id: text(found, row, "op_id"),
        name: text(found, row, "name"),
        content_type: text(found, row, "content_type"),
        bytes: match found.value(row, "bytes") {
            Some(Value::Blob(bytes)) => bytes.clone(),
            Some(Value::Null | Value::Integer(_) | Value::Real(_) | Value::Text(_)) | None => Vec::new(),
        },
    };
    let is_wanted =
        |file: &RescuedFile| file.op_id.is_empty() || unsent.iter().any(|decision| decision.op_id == file.op_id);
    found.rows.values().map(file).filter(is_wanted).collect()
}

fn decision(decisions: &Found, row: &[Value], attempts: &Found) -> RescuedDecision {
    let own = |column: &str| text(decisions, row, column);
    let op_id = own("op_id");
    let tries = attempts.rows.values().filter(|row| text(attempts, row, "op_id") == op_id);
    const TOLD: [&str; 10] = [
        "seq",
        "op_id",
        "request_id",
        "kind",
        "state",
        "author_id",
        "author_name",
        "author_role",
        "decided_at",
        "basis",
    ];
    let others = decisions.columns.iter().zip(row).filter(|(column, _)| !TOLD.contains(&column.as_str()));
    RescuedDecision {
        seq: number(decisions, row, "seq").unwrap_or_default(),
        request_id: own("request_id"),
        kind: own("kind"),
        state: own("state"),
        author_id: own("author_id"),
        author_name: own("author_name"),
        author_role: own("author_role"),
        decided_at: own("decided_at"),
        decision: parsed(own("payload")),
        basis: parsed(own("basis")),
        attempts: tries.map(|row| text(attempts, row, "started_at")).collect(),
        others: others.map(|(column, value)| (column.clone(), json(value))).collect(),
        op_id,
    }
}

fn missing(read: &[RescuedDecision], given: i64) -> Vec<(i64, i64)> {
    let (mut expected, mut missing) = (1, Vec::new());
    for seq in read.iter().map(|decision| decision.seq).chain([given + 1]) {
        if seq > expected {
            missing.push((expected, seq - 1));
        }
        expected = expected.max(seq + 1);
    }
    missing
}

fn text(found: &Found, row: &[Value], column: &str) -> String {
    match found.value(row, column) {
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Real(number)) => number.to_string(),
        Some(Value::Null | Value::Blob(_)) | None => String::new(),
    }
}

fn number(found: &Found, row: &[Value], column: &str) -> Option<i64> {
    match found.value(row, column) {
        Some(Value::Integer(number)) => Some(*number),
        Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
    }
}

fn parsed(text: String) -> Json {
    serde_json::from_str(&text).unwrap_or(Json::String(text))
}

fn json(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Integer(number) => Json::from(*number),
        Value::Real(number) => Json::from(*number),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Blob(bytes) => Json::from(triage_sync::basis::hex(bytes)),
    }
}
