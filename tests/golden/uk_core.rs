//! NHS England's UK Core examples, which are not kept in this repository.

use std::fmt::Write as _;
use std::path::PathBuf;

use expect_test::expect;
use serde_json::Value;
use tests::{left_out, root};
use triage_domain::NhsNumberMatch;

use super::{files, of_type, read_as_everything, resources};

/// The examples, where `TRIAGE_FIXTURES` or the folder beside the repository has them.
fn examples() -> Option<Vec<(String, Value)>> {
    let fixtures = std::env::var_os("TRIAGE_FIXTURES").map_or_else(|| root().join("../shared/fixtures"), PathBuf::from);
    let folder = fixtures.join("uk-core");
    if !folder.is_dir() {
        left_out("UK Core examples", "no TRIAGE_FIXTURES");
        return None;
    }
    Some(files(&folder))
}

#[test]
fn every_example_is_read_by_every_reader_without_a_panic() {
    let Some(examples) = examples() else { return };
    assert!(examples.len() >= 30, "{}", examples.len());
    for (_, body) in &examples {
        for resource in resources(body) {
            read_as_everything(resource);
        }
    }
}

#[test]
fn patients_are_read_and_shown_by_the_rules_for_names() {
    let Some(examples) = examples() else { return };
    let mut read = String::new();
    for (file, body) in &examples {
        for resource in of_type(&resources(body), "Patient") {
            let patient = triage_fhir::patient::read(resource);
            let number = match patient.nhs_number {
                NhsNumberMatch::Verified { .. } => "traced number",
                NhsNumberMatch::Unverified { .. } => "number not traced",
                NhsNumberMatch::Invalid => "wrong number",
                NhsNumberMatch::Missing => "no number",
            };
            let born = patient.born.map(|born| born.to_string()).unwrap_or_default();
            let name = patient.name.display();
            writeln!(read, "{file}: {name} | {born} | {:?} | {number} | {:?}", patient.gender, patient.language)
                .unwrap();
        }
    }
    expect![[r#"
        UKCore-Patient-BabyPatient-Example: JONES, Melanie | 2021-02-11 | Female | wrong number | None
        UKCore-Patient-RichardSmith-Example: SMITH, Richard | 1970-09-11 | Male | traced number | Some("British Sign Language")
        UKCore-Patient-Sn-Makaton-Example: JONES, Jason |  | NotKnown | no number | Some("British Sign Language")
        UKCore-Patient-Sn-MultipleLanguages-Example: JONES, Jason |  | NotKnown | no number | Some("English")
        UKCore-Patient-Sn-Photo-Example: Name not given |  | NotKnown | no number | None
        UKCore-Patient-Sn-SingleLanguage-Example: JONES, Jason |  | NotKnown | no number | Some("English")
    "#]].assert_eq(&read);
}

#[test]
fn somebody_elses_task_is_not_a_work_item() {
    let Some(examples) = examples() else { return };
    let tasks: Vec<&Value> = examples.iter().flat_map(|(_, body)| of_type(&resources(body), "Task")).collect();
    assert!(!tasks.is_empty());
    for task in tasks {
        assert!(!triage_fhir::task::is_work_item(task), "{}", task["id"]);
    }
}

#[test]
fn forms_are_read_as_words_and_answers() {
    let Some(examples) = examples() else { return };
    let mut read = String::new();
    for (file, body) in &examples {
        for resource in of_type(&resources(body), "QuestionnaireResponse") {
            let form = triage_fhir::submission::read(resource).submission;
            writeln!(read, "{file}: {:?}, {} answers", form.words, form.answers.len()).unwrap();
        }
    }
    expect![[r#"
        UKCore-QuestionnaireResponse-BabyPatientSurvey-Example: Words(13 characters), 9 answers
        UKCore-QuestionnaireResponse-EOLPlan-Example: Words(3 characters), 4 answers
        UKCore-QuestionnaireResponse-FitnessForWork-Example: Words(0 characters), 3 answers
        UKCore-QuestionnaireResponse-InpatientSurvey-Example: Words(29 characters), 6 answers
    "#]]
    .assert_eq(&read);
}
