//! Owns the fictitious surgery: its organisation, teams and staff as FHIR resources.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::{
    Staff, StaffRole,
    dice::Dice,
    json::{list, object, text},
    systems,
};

/// ODS code of the practice; A99999 is assigned to nobody.
pub const ODS_CODE: &str = "A99999";
/// Name of the practice.
pub const PRACTICE_NAME: &str = "Meadow Lane Surgery";

/// Teams to which a request can be given: code and name.
pub const TEAMS: [(&str, &str); 6] = [
    ("duty-gp", "Duty GP"),
    ("reception", "Reception"),
    ("pharmacy", "Pharmacy"),
    ("nursing", "Nursing"),
    ("physio", "Physio"),
    ("admin", "Admin"),
];

/// One member of staff before it becomes resources.
pub struct Member {
    /// SDS user id.
    pub sds: &'static str,
    /// Title as written before the name, or empty.
    pub prefix: &'static str,
    given: &'static str,
    family: &'static str,
    gender: &'static str,
    /// What the person may do.
    pub role: StaffRole,
    job: &'static str,
    /// Team whose requests the person takes.
    pub team: &'static str,
}

const fn member(
    sds: &'static str,
    name: [&'static str; 4],
    role: StaffRole,
    job: &'static str,
    team: &'static str,
) -> Member {
    let [prefix, given, family, gender] = name;
    Member { sds, prefix, given, family, gender, role, job, team }
}

use StaffRole::{Gp, Manager, Receptionist};

/// Everyone who works at the surgery; the first five are the doctors patients are registered with.
pub const MEMBERS: [Member; 17] = [
    member("555000000101", ["Dr", "Anwen", "Rees", "female"], Gp, "GP partner, duty doctor", "duty-gp"),
    member("555000000102", ["Dr", "Imran", "Shah", "male"], Gp, "GP partner", "duty-gp"),
    member("555000000103", ["Dr", "Catherine", "O’Neill", "female"], Gp, "GP partner", "duty-gp"),
    member("555000000104", ["Dr", "Folasade", "Adeyemi", "female"], Gp, "Salaried GP", "duty-gp"),
    member("555000000105", ["Dr", "Tom", "Whitfield", "male"], Gp, "Salaried GP", "duty-gp"),
    member("555000000106", ["Dr", "Mei Lin", "Chan", "female"], Gp, "GP registrar", "duty-gp"),
    member("555000000111", ["", "Priya", "Nair", "female"], Gp, "Advanced nurse practitioner", "nursing"),
    member("555000000112", ["", "Grace", "Mensah", "female"], Gp, "Practice nurse", "nursing"),
    member("555000000113", ["", "Piotr", "Zieliński", "male"], Gp, "Clinical pharmacist", "pharmacy"),
    member("555000000114", ["", "Hannah", "Doyle", "female"], Gp, "First contact physiotherapist", "physio"),
    member("555000000121", ["", "Carys", "Evans", "female"], Receptionist, "Care navigator", "reception"),
    member("555000000122", ["", "Jade", "Thompson", "female"], Receptionist, "Receptionist", "reception"),
    member("555000000123", ["", "Sunita", "Kaur", "female"], Receptionist, "Receptionist", "reception"),
    member("555000000124", ["", "Daniel", "Okafor", "male"], Receptionist, "Receptionist", "reception"),
    member("555000000125", ["", "Beth", "Lawson", "female"], Receptionist, "Medical secretary", "admin"),
    member("555000000126", ["", "Margaret", "Holloway", "female"], Receptionist, "Prescription clerk", "pharmacy"),
    member("555000000131", ["", "Jo", "Marsh", "female"], Manager, "Practice manager", "admin"),
];

/// How many of the members have patients registered with them.
pub const USUAL_GPS: usize = 5;

impl Member {
    /// Returns the name as colleagues see it.
    pub fn display(&self) -> String {
        let name = format!("{} {} {}", self.prefix, self.given, self.family);
        name.trim_start().to_owned()
    }

    /// Returns the name as patients write it.
    pub fn short(&self) -> String {
        if self.prefix.is_empty() { self.given.to_owned() } else { format!("{} {}", self.prefix, self.family) }
    }

    /// Returns the id of the person's Practitioner resource.
    pub fn practitioner_id(&self) -> String {
        Dice::new(0, self.sds, 0).uuid()
    }

    /// Returns the person as a reference by SDS user id.
    pub fn reference(&self) -> Value {
        json!({
            "type": "Practitioner",
            "identifier": {"system": systems::SDS_USER, "value": self.sds},
            "display": self.display(),
        })
    }

    fn staff(&self) -> Staff {
        Staff {
            sds_id: self.sds.to_owned(),
            name: self.display(),
            role: self.role,
            practitioner_id: self.practitioner_id(),
        }
    }

    fn practitioner(&self) -> Value {
        let mut name = json!({"use": "official", "text": self.display(), "family": self.family, "given": [self.given]});
        if !self.prefix.is_empty() {
            name["prefix"] = json!([self.prefix]);
        }
        json!({
            "resourceType": "Practitioner",
            "id": self.practitioner_id(),
            "meta": {"profile": [format!("{}-Practitioner", systems::UK_CORE)]},
            "identifier": [{"system": systems::SDS_USER, "value": self.sds}],
            "active": true,
            "name": [name],
            "gender": self.gender,
        })
    }

    fn practitioner_role(&self) -> Value {
        let (code, display) = match self.role {
            Receptionist => ("receptionist", "Receptionist"),
            Gp => ("gp", "Clinician"),
            Manager => ("manager", "Manager"),
        };
        json!({
            "resourceType": "PractitionerRole",
            "id": Dice::new(1, self.sds, 0).uuid(),
            "meta": {"profile": [format!("{}-PractitionerRole", systems::UK_CORE)]},
            "active": true,
            "practitioner": {
                "reference": format!("Practitioner/{}", self.practitioner_id()),
                "identifier": {"system": systems::SDS_USER, "value": self.sds},
                "display": self.display(),
            },
            "organization": organization_reference_by_id(),
            "code": [{
                "coding": [{"system": systems::STAFF_ROLE, "code": code, "display": display}],
                "text": self.job,
            }],
        })
    }
}

/// Returns the members of a team; never empty for a known team.
pub fn members_of(team: &str) -> Vec<&'static Member> {
    MEMBERS.iter().filter(|member| member.team == team).collect()
}

/// Returns the practice as a reference by ODS code.
pub fn practice_reference() -> Value {
    static REFERENCE: LazyLock<Value> = LazyLock::new(|| {
        json!({
            "type": "Organization",
            "identifier": {"system": systems::ODS, "value": ODS_CODE},
            "display": PRACTICE_NAME,
        })
    });
    REFERENCE.clone()
}

/// Returns the `meta` that every resource of the practice carries, with a UK Core profile.
pub fn meta(profile: &'static str) -> Value {
    let tag = object([("system", text(systems::ODS)), ("code", text(ODS_CODE))]);
    object([("profile", list(text(&format!("{}-{profile}", systems::UK_CORE)))), ("tag", list(tag))])
}

fn organization_id() -> String {
    Dice::new(0, ODS_CODE, 0).uuid()
}

fn organization_reference_by_id() -> Value {
    let mut reference = practice_reference();
    reference["reference"] = json!(format!("Organization/{}", organization_id()));
    reference
}

/// Returns the practice's own Organization.
pub fn organization() -> Value {
    json!({
        "resourceType": "Organization",
        "id": organization_id(),
        "meta": {"profile": [format!("{}-Organization", systems::UK_CORE)]},
        "identifier": [{"use": "official", "system": systems::ODS, "value": ODS_CODE}],
        "active": true,
        "name": PRACTICE_NAME,
        "telecom": [{"system": "phone", "value": "01632 960100", "use": "work"}],
        "address": [{
            "line": ["12 Meadow Lane"],
            "city": "Thornbeck",
            "postalCode": "QX3 1ML",
            "country": "GBR",
        }],
    })
}

fn team_organization(code: &str, name: &str) -> Value {
    json!({
        "resourceType": "Organization",
        "id": Dice::new(0, code, 1).uuid(),
        "meta": {"profile": [format!("{}-Organization", systems::UK_CORE)]},
        "identifier": [{"system": systems::TEAM, "value": code}],
        "active": true,
        "type": [{
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/organization-type", "code": "team"}],
        }],
        "name": name,
        "partOf": organization_reference_by_id(),
    })
}

/// Returns the practice, its teams and its staff, in the order in which references resolve.
pub fn directory() -> Vec<Value> {
    let mut directory = vec![organization()];
    directory.extend(TEAMS.iter().map(|(code, name)| team_organization(code, name)));
    directory.extend(MEMBERS.iter().map(Member::practitioner));
    directory.extend(MEMBERS.iter().map(Member::practitioner_role));
    directory
}

/// Returns everyone who can sign in.
pub fn everyone() -> Vec<Staff> {
    MEMBERS.iter().map(Member::staff).collect()
}
