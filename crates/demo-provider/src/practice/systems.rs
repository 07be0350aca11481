//! Owns the system and profile URLs that the synthetic practice writes; it owns no codes.

/// ODS organisation codes.
pub const ODS: &str = "https://fhir.nhs.uk/Id/ods-organization-code";
/// SDS user ids of staff.
pub const SDS_USER: &str = "https://fhir.nhs.uk/Id/sds-user-id";
/// NHS numbers.
pub const NHS_NUMBER: &str = "https://fhir.nhs.uk/Id/nhs-number";
/// UK Core extension that says whether the NHS number was traced.
pub const NHS_NUMBER_STATUS_EXTENSION: &str =
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus";
/// Codes of that extension.
pub const NHS_NUMBER_STATUS: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus";
/// How a person wants to be contacted.
pub const PREFERRED_CONTACT: &str = "https://fhir.hl7.org.uk/CodeSystem/UKCore-PreferredContactMethod";
/// Language tags.
pub const LANGUAGE: &str = "urn:ietf:bcp:47";
/// HL7 v3 codes for roles between people.
pub const RELATIONSHIP: &str = "http://terminology.hl7.org/CodeSystem/v3-RoleCode";

/// The provider's own reference on a request, its form and its photos.
pub const REQUEST_REF: &str = "https://provider.example/fhir/Id/request-ref";
/// Canonical URL under which the provider keeps its questionnaires.
pub const QUESTIONNAIRE: &str = "https://provider.example/fhir/Questionnaire";

/// Client operation that last wrote a resource.
pub const CLIENT_OPERATION: &str = "https://triage.example/fhir/Id/client-operation";
/// `Task.code`.
pub const TASK_CODE: &str = "https://triage.example/fhir/CodeSystem/olc-task-code";
/// Types of `Task.input` and `Task.output`.
pub const TASK_IO: &str = "https://triage.example/fhir/CodeSystem/olc-task-io";
/// `Task.businessStatus`.
pub const BUSINESS_STATUS: &str = "https://triage.example/fhir/CodeSystem/olc-business-status";
/// Clinical, administrative or unknown: `Task.reasonCode`.
pub const CATEGORY: &str = "https://triage.example/fhir/CodeSystem/olc-category";
/// Teams of the practice: `Task.performerType` and team organisations.
pub const TEAM: &str = "https://triage.example/fhir/CodeSystem/olc-team";
/// What a member of staff may do.
pub const STAFF_ROLE: &str = "https://triage.example/fhir/CodeSystem/olc-staff-role";
/// Outcomes of a request.
pub const DISPOSITION: &str = "https://triage.example/fhir/CodeSystem/olc-triage-outcome";
/// How care is delivered.
pub const MODE: &str = "https://triage.example/fhir/CodeSystem/olc-mode";

/// Prefix of the UK Core profiles.
pub const UK_CORE: &str = "https://fhir.hl7.org.uk/StructureDefinition/UKCore";
