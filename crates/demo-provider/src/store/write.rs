//! Owns the writing of versions: numbers, instants, and the index that follows them.

use chrono::{DateTime, Utc};
use rusqlite::params;
use serde_json::{Map, Value};

use super::index::{self, Indexed};
use super::instant::format_ms;
use super::{Session, StoreError, Stored};

/// How a version came to be, as `_history` tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Created with an id that the server chose.
    Post,
    /// Created or changed under an id that the client named.
    Put,
}

impl Method {
    fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Put => "PUT",
        }
    }
}

impl Session<'_> {
    /// Stores a new version at the session's time and returns it as it will be read.
    ///
    /// `practice` is the ODS code that may see it; empty means everybody.
    pub fn put(
        &self,
        type_name: &str,
        id: &str,
        resource: Value,
        practice: &str,
        method: Method,
    ) -> Result<Stored, StoreError> {
        self.put_at(self.now, type_name, id, resource, practice, method)
    }

    /// Stores a new version as if it had arrived at `moment`, or just after the newest change.
    pub fn put_at(
        &self,
        moment: DateTime<Utc>,
        type_name: &str,
        id: &str,
        resource: Value,
        practice: &str,
        method: Method,
    ) -> Result<Stored, StoreError> {
        let stamp = self.stamp(moment);
        let (key, version) = self.next_version(type_name, id, stamp, practice, 0)?;
        let body = with_meta(resource, id, version, stamp);
        self.connection
            .prepare_cached(
                "INSERT INTO version (key, version, last_updated, method, body)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![key, version, stamp, method.name(), serde_json::to_string(&body)?])?;
        if version > 1 {
            self.forget_index(key)?;
        }
        self.write_index(key, type_name, &body)?;
        Ok(Stored {
            key,
            type_name: type_name.to_owned(),
            id: id.to_owned(),
            version,
            last_updated_ms: stamp,
            practice: practice.to_owned(),
            body: Some(body),
        })
    }

    /// Stores a delete as the newest version of a resource that exists.
    pub fn delete(&self, current: &Stored) -> Result<Stored, StoreError> {
        let stamp = self.stamp(self.now);
        let (type_name, id) = (current.type_name.as_str(), current.id.as_str());
        let (key, version) = self.next_version(type_name, id, stamp, &current.practice, 1)?;
        self.connection.execute(
            "INSERT INTO version (key, version, last_updated, method, body)
             VALUES (?1, ?2, ?3, 'DELETE', '')",
            params![key, version, stamp],
        )?;
        self.forget_index(key)?;
        Ok(Stored { version, last_updated_ms: stamp, body: None, ..current.clone() })
    }

    pub(super) fn forget_index(&self, key: i64) -> Result<(), StoreError> {
        for sql in ["DELETE FROM token WHERE key = ?1", "DELETE FROM moment WHERE key = ?1"] {
            self.connection.prepare_cached(sql)?.execute([key])?;
        }
        Ok(())
    }

    pub(super) fn write_index(&self, key: i64, type_name: &str, body: &Value) -> Result<(), StoreError> {
        for parameter in index::parameters(type_name) {
            for value in index::values(parameter, body, self.base_url) {
                match value {
                    Indexed::Token { system, value } => {
                        self.write_token(key, type_name, parameter.name, &system, &value)?;
                    }
                    Indexed::ByIdentifier { system, value } => {
                        let name = format!("{}:identifier", parameter.name);
                        self.write_token(key, type_name, &name, &system, &value)?;
                    }
                    Indexed::Moment(span) => {
                        self.connection
                            .prepare_cached(
                                "INSERT INTO moment (key, type, param, low, high)
                                 VALUES (?1, ?2, ?3, ?4, ?5)",
                            )?
                            .execute(params![key, type_name, parameter.name, span.low, span.high])?;
                    }
                }
            }
        }
        Ok(())
    }

    fn write_token(&self, key: i64, type_name: &str, name: &str, system: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT INTO token (key, type, param, system, value) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![key, type_name, name, system, value])?;
        Ok(())
    }

    fn next_version(
        &self,
        type_name: &str,
        id: &str,
        stamp: i64,
        practice: &str,
        deleted: i64,
    ) -> Result<(i64, i64), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO resource (type, id, version, last_updated, deleted, practice)
             VALUES (?1, ?2, 1, ?3, ?4, ?5)
             ON CONFLICT (type, id) DO UPDATE SET version = version + 1,
               last_updated = excluded.last_updated, deleted = excluded.deleted,
               practice = excluded.practice
             RETURNING key, version",
        )?;
        Ok(statement
            .query_row(params![type_name, id, stamp, deleted, practice], |row| Ok((row.get(0)?, row.get(1)?)))?)
    }
}

/// Sets `id`, `meta.versionId` and `meta.lastUpdated`; everything else stays as received, in its order.
fn with_meta(resource: Value, id: &str, version: i64, stamp: i64) -> Value {
    let mut members = match resource {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    };
    members.insert("id".to_owned(), Value::from(id));
    let meta = members.entry("meta").or_insert_with(|| Value::Object(Map::new()));
    if !meta.is_object() {
        *meta = Value::Object(Map::new());
    }
    if let Some(meta) = meta.as_object_mut() {
        meta.insert("versionId".to_owned(), Value::from(version.to_string()));
        meta.insert("lastUpdated".to_owned(), Value::from(format_ms(stamp)));
    }
    Value::Object(members)
}
