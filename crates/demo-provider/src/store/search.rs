//! Owns the translation of a search into SQL and keyset paging.

use rusqlite::params_from_iter;
use rusqlite::types::Value as Sql;

use super::instant::Span;
use super::read::stored_from;
use super::{Session, StoreError, Stored};

/// A code or identifier in a query: `system|value`, `|value`, `system|` or `value`.
#[derive(Clone, Debug)]
pub struct TokenValue {
    /// `None` matches every system; for references the system is the target's type.
    pub system: Option<String>,
    /// `None` matches every value of the system.
    pub value: Option<String>,
}

/// How a date is compared with the value of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Inside the queried span.
    Eq,
    /// Outside the queried span.
    Ne,
    /// At or after its start.
    Ge,
    /// After its end.
    Gt,
    /// At or before its end.
    Le,
    /// Before its start.
    Lt,
}

/// One condition; all conditions of a search must hold.
#[derive(Clone, Debug)]
pub enum Criterion {
    /// The resource's id is one of these.
    Id(Vec<String>),
    /// The resource was changed in one of these spans.
    LastUpdated(Vec<(Comparison, Span)>),
    /// An indexed code, identifier, address or reference is one of these.
    AnyToken(String, Vec<TokenValue>),
    /// None of these codes is indexed.
    NoToken(String, Vec<TokenValue>),
    /// An indexed date compares with one of these.
    Moment(String, Vec<(Comparison, Span)>),
}

/// What results are sorted by; ties are broken by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SortKey {
    /// The logical id.
    Id,
    /// The instant of the newest version.
    LastUpdated,
    /// A date parameter; resources without it come first.
    Moment(String),
}

/// Direction of a sort.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// The last match of the page before.
#[derive(Clone, Debug)]
pub struct Cursor {
    /// Its sort value, empty when sorted by id.
    pub sort_value: Option<i64>,
    /// Its id.
    pub id: String,
}

/// A search over one resource type.
#[derive(Clone, Debug)]
pub struct Search {
    /// The resource type.
    pub type_name: String,
    /// Conditions that must all hold.
    pub criteria: Vec<Criterion>,
    /// What to sort by.
    pub sort: SortKey,
    /// In which direction.
    pub order: Order,
    /// Largest number of matches on the page.
    pub count: usize,
    /// Where the page before ended.
    pub after: Option<Cursor>,
}

/// One page of matches.
#[derive(Debug)]
pub struct Found {
    /// The matches in order.
    pub matches: Vec<Stored>,
    /// How many resources match on all pages.
    pub total: i64,
    /// Where the next page starts, when there is one.
    pub next: Option<Cursor>,
}

impl Session<'_> {
    /// Runs a search and returns one page; a page of 0 only counts.
    pub fn search(&self, search: &Search) -> Result<Found, StoreError> {
        let mut sql = Conditions::default();
        sql.all_of(search, self.practice);
        let total = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM resource r WHERE {}", sql.text))?
            .query_row(params_from_iter(&sql.parameters), |row| row.get(0))?;
        if search.count == 0 {
            return Ok(Found { matches: Vec::new(), total, next: None });
        }
        let sort = sort_expression(&search.sort);
        if let Some(cursor) = &search.after {
            sql.after(cursor, &sort, search.order);
        }
        let direction = match search.order {
            Order::Ascending => "ASC",
            Order::Descending => "DESC",
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT r.key, r.type, r.id, r.version, r.last_updated, r.practice, v.body, {sort}
             FROM resource r JOIN version v ON v.key = r.key AND v.version = r.version
             WHERE {} ORDER BY {sort} {direction}, r.id {direction} LIMIT {}",
            sql.text,
            search.count + 1
        ))?;
        let rows = statement
            .query_map(params_from_iter(&sql.parameters), |row| Ok((stored_from(row), row.get::<_, i64>(7)?)))?;
        let mut page = Vec::new();
        for row in rows {
            let (stored, sort_value) = row?;
            page.push((stored?, sort_value));
        }
        let more = page.len() > search.count;
        page.truncate(search.count);
        let next = page
            .last()
            .filter(|_| more)
            .map(|(stored, value)| Cursor { sort_value: Some(*value), id: stored.id.clone() });
        Ok(Found { matches: page.into_iter().map(|(stored, _)| stored).collect(), total, next })
    }

    /// Returns the current resources that one of `sources` refers to by a search parameter.
    pub fn referenced(&self, sources: &[Stored], param: &str) -> Result<Vec<Stored>, StoreError> {
        let sql = "SELECT r.key, r.type, r.id, r.version, r.last_updated, r.practice, v.body
             FROM token t JOIN resource r ON r.type = t.system AND r.id = t.value AND r.deleted = 0
             JOIN version v ON v.key = r.key AND v.version = r.version
             WHERE t.key = ?1 AND t.param = ?2";
        let mut found = Vec::new();
        for source in sources {
            let parameters = [Sql::Integer(source.key), Sql::Text(param.to_owned())];
            found.extend(self.stored_rows(sql, &parameters)?);
        }
        Ok(found)
    }

    /// Returns the current resources of `type_name` that refer to one of `targets` by a search parameter.
    pub fn referring(&self, targets: &[Stored], type_name: &str, param: &str) -> Result<Vec<Stored>, StoreError> {
        let sql = "SELECT r.key, r.type, r.id, r.version, r.last_updated, r.practice, v.body
             FROM token t JOIN resource r ON r.key = t.key AND r.deleted = 0
             JOIN version v ON v.key = r.key AND v.version = r.version
             WHERE t.type = ?1 AND t.param = ?2 AND t.value = ?3 AND t.system = ?4";
        let mut found = Vec::new();
        for target in targets {
            let parameters = [type_name, param, &target.id, &target.type_name].map(|text| Sql::Text(text.to_owned()));
            found.extend(self.stored_rows(sql, &parameters)?);
        }
        Ok(found)
    }

    fn stored_rows(&self, sql: &str, parameters: &[Sql]) -> Result<Vec<Stored>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params_from_iter(parameters), |row| Ok(stored_from(row)))?;
        let mut found = Vec::new();
        for row in rows {
            let stored = row??;
            if self.practice.is_none_or(|own| stored.practice.is_empty() || stored.practice == own) {
                found.push(stored);
            }
        }
        Ok(found)
    }
}

/// Returns an integer expression; sorting by id uses one that is 0 for all matches, so that the tie-break decides.
fn sort_expression(sort: &SortKey) -> String {
    match sort {
        SortKey::Id => "r.deleted".to_owned(),
        SortKey::LastUpdated => "r.last_updated".to_owned(),
        SortKey::Moment(param) => format!(
            "coalesce((SELECT min(m.low) FROM moment m WHERE m.key = r.key AND m.param = '{}'), 0)",
            param.replace('\'', "")
        ),
    }
}

/// SQL conditions with their parameters, numbered as they are added.
#[derive(Default)]
struct Conditions {
    text: String,
    parameters: Vec<Sql>,
}

impl Conditions {
    fn all_of(&mut self, search: &Search, practice: Option<&str>) {
        let type_name = self.bind(Sql::Text(search.type_name.clone()));
        self.text = format!("r.type = {type_name} AND r.deleted = 0");
        if let Some(practice) = practice {
            let practice = self.bind(Sql::Text(practice.to_owned()));
            self.and(&format!("r.practice IN ('', {practice})"));
        }
        for criterion in &search.criteria {
            let condition = self.one(criterion, &type_name);
            self.and(&condition);
        }
    }

    fn one(&mut self, criterion: &Criterion, type_name: &str) -> String {
        match criterion {
            Criterion::Id(ids) => {
                let ids: Vec<String> = ids.iter().map(|id| self.bind(Sql::Text(id.clone()))).collect();
                format!("r.id IN ({})", ids.join(", "))
            }
            Criterion::LastUpdated(spans) => self.spans(spans, "r.last_updated", "r.last_updated"),
            Criterion::AnyToken(param, values) => {
                format!("r.key IN ({})", self.tokens(type_name, param, values))
            }
            Criterion::NoToken(param, values) => {
                format!("r.key NOT IN ({})", self.tokens(type_name, param, values))
            }
            Criterion::Moment(param, spans) => {
                let param = self.bind(Sql::Text(param.clone()));
                let spans = self.spans(spans, "m.low", "m.high");
                format!(
                    "EXISTS (SELECT 1 FROM moment m
                     WHERE m.key = r.key AND m.param = {param} AND {spans})"
                )
            }
        }
    }

    fn tokens(&mut self, type_name: &str, param: &str, values: &[TokenValue]) -> String {
        let param = self.bind(Sql::Text(param.to_owned()));
        let any: Vec<String> = values
            .iter()
            .map(|token| {
                let mut parts = Vec::new();
                if let Some(value) = &token.value {
                    parts.push(format!("value = {}", self.bind(Sql::Text(value.clone()))));
                }
                if let Some(system) = &token.system {
                    parts.push(format!("system = {}", self.bind(Sql::Text(system.clone()))));
                }
                parts.join(" AND ")
            })
            .collect();
        format!("SELECT key FROM token WHERE type = {type_name} AND param = {param} AND ({})", any.join(" OR "))
    }

    fn spans(&mut self, spans: &[(Comparison, Span)], low: &str, high: &str) -> String {
        let any: Vec<String> = spans
            .iter()
            .map(|(comparison, span)| {
                let mut bind = |ms| self.bind(Sql::Integer(ms));
                match comparison {
                    Comparison::Eq => {
                        format!("({low} >= {} AND {high} <= {})", bind(span.low), bind(span.high))
                    }
                    Comparison::Ne => {
                        format!("({low} < {} OR {high} > {})", bind(span.low), bind(span.high))
                    }
                    Comparison::Ge => format!("{high} >= {}", bind(span.low)),
                    Comparison::Gt => format!("{high} > {}", bind(span.high)),
                    Comparison::Le => format!("{low} <= {}", bind(span.high)),
                    Comparison::Lt => format!("{low} < {}", bind(span.low)),
                }
            })
            .collect();
        format!("({})", any.join(" OR "))
    }

    fn after(&mut self, cursor: &Cursor, sort: &str, order: Order) {
        let value = self.bind(Sql::Integer(cursor.sort_value.unwrap_or_default()));
        let id = self.bind(Sql::Text(cursor.id.clone()));
        let comparison = match order {
            Order::Ascending => '>',
            Order::Descending => '<',
        };
        self.and(&format!("({sort}, r.id) {comparison} ({value}, {id})"));
    }

    fn and(&mut self, condition: &str) {
        self.text.push_str(" AND ");
        self.text.push_str(condition);
    }

    fn bind(&mut self, value: Sql) -> String {
        self.parameters.push(value);
        format!("?{}", self.parameters.len())
    }
}
