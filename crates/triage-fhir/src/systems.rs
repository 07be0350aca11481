//! The names under which things travel. Those under `triage.example` are this project's own until it has a home.

/// Code system of `Task.businessStatus`.
pub const BUSINESS_STATUS: &str = "https://triage.example/fhir/CodeSystem/olc-business-status";
/// Code system of the category in `Task.reasonCode`.
pub const CATEGORY: &str = "https://triage.example/fhir/CodeSystem/olc-category";
/// Code system of teams in `Task.performerType`, and identifier system of a team's Organization.
pub const TEAM: &str = "https://triage.example/fhir/CodeSystem/olc-team";
/// Code system of the types of `Task.input` and `Task.output`.
pub const TASK_IO: &str = "https://triage.example/fhir/CodeSystem/olc-task-io";
/// Code system of dispositions.
pub const OUTCOME: &str = "https://triage.example/fhir/CodeSystem/olc-triage-outcome";
/// Code system of the mode in which care is delivered.
pub const MODE: &str = "https://triage.example/fhir/CodeSystem/olc-mode";
/// Code system of a member of staff's role in triage.
pub const STAFF_ROLE: &str = "https://triage.example/fhir/CodeSystem/olc-staff-role";
/// Identifier system of decisions: the witness of each on the Task, the reply and the Provenance.
pub const CLIENT_OPERATION: &str = "https://triage.example/fhir/Id/client-operation";
/// Extension of Provenance that carries the digest of a decision.
pub const OPERATION_DIGEST: &str = "https://triage.example/fhir/StructureDefinition/operation-digest";
/// Code system, tag and identifier system of what a provider check writes: about no patient, and nobody's work item.
pub const PROVIDER_CHECK: &str = "https://triage.example/fhir/CodeSystem/provider-check";
/// Identifier system of NHS numbers.
pub const NHS_NUMBER: &str = "https://fhir.nhs.uk/Id/nhs-number";
/// Extension of UK Core that says whether an NHS number was traced.
pub const NHS_NUMBER_VERIFICATION: &str =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
/// Identifier system of staff.
pub const SDS_USER_ID: &str = "https://fhir.nhs.uk/Id/sds-user-id";
/// Identifier system of organisations.
pub const ODS_CODE: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
/// Code system of `Task.code`.
pub const TASK_CODE: &str = "https://triage.example/fhir/CodeSystem/olc-task-code";
/// Extension of CommunicationRequest: the patient may answer it once, which the provider lets them do by a link.
pub const MAY_ANSWER: &str = "https://triage.example/fhir/StructureDefinition/may-answer";
/// Extension of a held Task's `businessStatus`: the id of the patient's last message when it was set aside.
pub const HELD_AFTER: &str = "https://triage.example/fhir/StructureDefinition/held-after";
/// Extension of Task: who has it open, and until when on the server's clock.
pub const CLAIM: &str = "https://triage.example/fhir/StructureDefinition/claim";
