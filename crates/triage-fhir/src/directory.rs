//! The practice's own people and teams, from Practitioner, PractitionerRole and Organization.

use std::collections::BTreeMap;

use serde_json::Value;
use triage_domain::{OdsCode, Role, StaffId, StaffMember, TeamId, TeamRef};

use crate::encode::Practice;
use crate::json::{code_in, identifier_in, list, reference, relative, text};
use crate::systems;

/// Who works here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Directory {
    pub practice: Option<Practice>,
    pub staff: Vec<StaffMember>,
    pub teams: Vec<TeamRef>,
}

/// Reads the directory; people without a staff id or without a role in triage are left out.
#[must_use]
pub fn read(resources: &[Value]) -> Directory {
    let roles = roles(resources);
    let mut directory = Directory::default();
    for resource in resources {
        match text(resource, "resourceType") {
            Some("Practitioner") => directory.staff.extend(member(resource, &roles)),
            Some("Organization") => {
                if let Some(team) = team(resource) {
                    directory.teams.push(team);
                } else if let Some(practice) = practice(resource) {
                    directory.practice.get_or_insert(practice);
                }
            }
            Some(_) | None => {}
        }
    }
    directory.staff.sort_by(|a, b| (a.role, &a.name).cmp(&(b.role, &b.name)));
    directory
}

fn roles(resources: &[Value]) -> BTreeMap<String, Role> {
    resources
        .iter()
        .filter(|resource| text(resource, "resourceType") == Some("PractitionerRole"))
        .filter_map(|resource| {
            let (_, practitioner) = relative(reference(resource, "practitioner")?)?;
            let code = list(resource, "code").find_map(|concept| code_in(concept, systems::STAFF_ROLE))?;
            Some((practitioner.to_owned(), role(code)?))
        })
        .collect()
}

/// Reads the code of a role.
#[must_use]
pub fn role(code: &str) -> Option<Role> {
    match code {
        "receptionist" => Some(Role::Receptionist),
        "gp" => Some(Role::Gp),
        "manager" => Some(Role::Manager),
        _ => None,
    }
}

fn member(practitioner: &Value, roles: &BTreeMap<String, Role>) -> Option<StaffMember> {
    let id = StaffId::parse(identifier_in(practitioner, systems::SDS_USER_ID)?).ok()?;
    let role = *roles.get(text(practitioner, "id")?)?;
    Some(StaffMember { id, name: shown_name(practitioner)?, role })
}

fn shown_name(practitioner: &Value) -> Option<String> {
    let name = list(practitioner, "name").next()?;
    if let Some(shown) = text(name, "text") {
        return Some(shown.to_owned());
    }
    let parts = ["prefix", "given"].iter().flat_map(|member| list(name, member)).filter_map(Value::as_str);
    let shown: Vec<&str> = parts.chain(text(name, "family")).collect();
    (!shown.is_empty()).then(|| shown.join(" "))
}

fn team(organization: &Value) -> Option<TeamRef> {
    let code = identifier_in(organization, systems::TEAM)?;
    Some(TeamRef { id: TeamId::parse(code).ok()?, name: text(organization, "name").unwrap_or(code).to_owned() })
}

fn practice(organization: &Value) -> Option<Practice> {
    let ods = OdsCode::parse(identifier_in(organization, systems::ODS_CODE)?).ok()?;
    Some(Practice { name: text(organization, "name").unwrap_or(ods.as_str()).to_owned(), ods })
}
