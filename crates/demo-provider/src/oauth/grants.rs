//! Owns codes and tokens: their issue, exchange, rotation, expiry and revocation.
//!
//! Only hashes are stored. All tokens of one sign-in form a family, which falls together.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::request::AuthorizationRequest;
use crate::store::{Session, StoreError};

/// Life of an authorization code; RFC 6749, 4.1.2 recommends at most ten minutes.
const CODE_LIFE: TimeDelta = TimeDelta::minutes(1);

/// Life of a refresh token: a working day with its evening.
const REFRESH_LIFE: TimeDelta = TimeDelta::hours(18);

/// What an access token is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// It is valid.
    Granted,
    /// It was valid.
    Expired,
    /// It was never issued, or it was revoked.
    Unknown,
}

/// What a sign-in or refresh hands out.
#[derive(Clone)]
pub struct Tokens {
    /// Access token.
    pub access: String,
    /// Refresh token, valid once.
    pub refresh: String,
    /// SDS user id of who signed in.
    pub staff_id: String,
    /// Scopes.
    pub scope: String,
}

/// Says what an access token is worth at the session's time.
pub fn check_access(session: &Session<'_>, token: &str) -> Result<Access, StoreError> {
    let expires_ms: Option<i64> = session
        .connection
        .prepare_cached("SELECT expires_ms FROM sign_in_token WHERE token_hash = ?1 AND kind = 'access'")?
        .query_row([hash(token)], |row| row.get(0))
        .optional()?;
    Ok(match expires_ms {
        None => Access::Unknown,
        Some(expires_ms) if expires_ms <= session.now.timestamp_millis() => Access::Expired,
        Some(_) => Access::Granted,
    })
}

/// Issues a code for a sign-in.
pub fn issue_code(session: &Session<'_>, wanted: &AuthorizationRequest, staff_id: &str) -> Result<String, StoreError> {
    let code = secret();
    session.connection.execute(
        "INSERT INTO sign_in_code
           (code_hash, family, staff_id, redirect_uri, challenge, scope, expires_ms, used)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
        params![
            hash(&code),
            Uuid::new_v4().to_string(),
            staff_id,
            wanted.redirect_uri,
            wanted.challenge,
            wanted.scope,
            (session.now + CODE_LIFE).timestamp_millis(),
        ],
    )?;
    Ok(code)
}

/// Exchanges a code; `None` when it is not valid. A second use revokes what the first use gave.
pub fn exchange_code(
    session: &Session<'_>,
    code: &str,
    redirect_uri: &str,
    verifier: &str,
    life: TimeDelta,
) -> Result<Option<Tokens>, StoreError> {
    struct Code {
        grant: Grant,
        redirect_uri: String,
        challenge: String,
    }
    let found = session
        .connection
        .query_row(
            "SELECT family, staff_id, scope, expires_ms, used, redirect_uri, challenge
             FROM sign_in_code WHERE code_hash = ?1",
            [hash(code)],
            |row| Ok(Code { grant: Grant::from_row(row)?, redirect_uri: row.get(5)?, challenge: row.get(6)? }),
        )
        .optional()?;
    let Some(found) = found else {
        return Ok(None);
    };
    if found.grant.used {
        revoke(session, &found.grant.family)?;
        return Ok(None);
    }
    session.connection.execute("UPDATE sign_in_code SET used = 1 WHERE code_hash = ?1", [hash(code)])?;
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes()));
    let valid = found.redirect_uri == redirect_uri && found.challenge == challenge && found.grant.is_alive(session);
    if !valid {
        return Ok(None);
    }
    issue(session, &found.grant, life).map(Some)
}

/// Exchanges a refresh token; `None` when it is not valid. A second use revokes the family.
pub fn refresh(session: &Session<'_>, token: &str, life: TimeDelta) -> Result<Option<Tokens>, StoreError> {
    let found = session
        .connection
        .query_row(
            "SELECT family, staff_id, scope, expires_ms, used FROM sign_in_token
             WHERE token_hash = ?1 AND kind = 'refresh'",
            [hash(token)],
            Grant::from_row,
        )
        .optional()?;
    let Some(found) = found else {
        return Ok(None);
    };
    if found.used {
        revoke(session, &found.family)?;
        return Ok(None);
    }
    if !found.is_alive(session) {
        return Ok(None);
    }
    session.connection.execute("UPDATE sign_in_token SET used = 1 WHERE token_hash = ?1", [hash(token)])?;
    issue(session, &found, life).map(Some)
}

struct Grant {
    family: String,
    staff_id: String,
    scope: String,
    expires_ms: i64,
    used: bool,
}

impl Grant {
    fn from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            family: row.get(0)?,
            staff_id: row.get(1)?,
            scope: row.get(2)?,
            expires_ms: row.get(3)?,
            used: row.get(4)?,
        })
    }

    fn is_alive(&self, session: &Session<'_>) -> bool {
        self.expires_ms > session.now.timestamp_millis()
    }
}

fn issue(session: &Session<'_>, grant: &Grant, life: TimeDelta) -> Result<Tokens, StoreError> {
    let tokens =
        Tokens { access: secret(), refresh: secret(), staff_id: grant.staff_id.clone(), scope: grant.scope.clone() };
    let lives = [(&tokens.access, "access", life), (&tokens.refresh, "refresh", REFRESH_LIFE)];
    for (token, kind, life) in lives {
        session.connection.execute(
            "INSERT INTO sign_in_token
               (token_hash, family, kind, staff_id, scope, expires_ms, used)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
            params![
                hash(token),
                grant.family,
                kind,
                grant.staff_id,
                grant.scope,
                (session.now + life).timestamp_millis(),
            ],
        )?;
    }
    Ok(tokens)
}

/// Revokes a family: its access tokens vanish and every refresh token of it stays refused.
fn revoke(session: &Session<'_>, family: &str) -> Result<(), StoreError> {
    session.connection.execute("DELETE FROM sign_in_token WHERE family = ?1 AND kind = 'access'", [family])?;
    session.connection.execute("UPDATE sign_in_token SET used = 1 WHERE family = ?1", [family])?;
    Ok(())
}

fn secret() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

fn hash(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}
