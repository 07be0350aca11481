//! Puts the resources that belong to one Task together into one request. What is missing or broken is named, not hidden.

use serde_json::Value;
use triage_domain::request::{NextAction, Photo, TriageRequest};
use triage_domain::{Message, Patient, Words};

use crate::communication::thread;
use crate::json::{instant_of, list, text};
use crate::task::{ReadTask, ReadTaskError};
use crate::{patient, submission, task};

/// The resources that are known about one Task.
#[derive(Debug, Clone, Copy, Default)]
pub struct Parts<'a> {
    pub task: Option<&'a Value>,
    pub form: Option<&'a Value>,
    pub patient: Option<&'a Value>,
    pub requester: Option<&'a Value>,
    pub photos: &'a [&'a Value],
    pub replies: &'a [&'a Value],
    pub communications: &'a [&'a Value],
}

/// A request and what could not be read about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assembled {
    pub request: TriageRequest,
    /// `(reference, problem)`, for the list of what could not be read.
    pub problems: Vec<(String, String)>,
}

/// Puts one request together.
///
/// # Errors
/// Fails only where the Task itself cannot be used.
pub fn assemble(parts: &Parts<'_>) -> Result<Assembled, ReadTaskError> {
    let read = task::read(parts.task.ok_or(ReadTaskError::NotATask)?)?;
    let mut problems: Vec<(String, String)> =
        read.not_understood.iter().map(|what| (format!("Task/{}", read.id), format!("unknown code, {what}"))).collect();
    let form = parts.form.map(submission::read);
    if let (None, Some(reference)) = (&form, &read.form) {
        problems.push((reference.clone(), "the form is missing".to_owned()));
    }
    let form = form.unwrap_or_default();
    let mut patient = read_patient(parts, &read, &mut problems);
    patient.prefers = patient.prefers.or(form.preferred_contact);
    let photos = read_photos(parts, &read, &mut problems);
    let (messages, unplaced) = thread(parts.replies, parts.communications);
    problems.extend(unplaced.into_iter().map(|name| (name, "the message says neither who nor when".to_owned())));
    let mut submission = form.submission;
    if submission.words.is_blank() {
        submission.words = read.title.clone();
    }
    let unreadable = problems.iter().map(|(reference, _)| reference.clone()).collect();
    let mut request = TriageRequest {
        sent_by: sent_by(parts, &read),
        id: read.id,
        version: read.version,
        reference: read.reference,
        title: read.title,
        received_at: read.received_at,
        due_at: read.due_at,
        state: read.state,
        patient,
        route: read.route,
        submission,
        photos,
        notes: read.notes,
        messages,
        unreadable,
    };
    settle_next_action(&mut request, read.awaits_patient);
    settle_first_response(&mut request);
    Ok(Assembled { request, problems })
}

fn read_patient(parts: &Parts<'_>, read: &ReadTask, problems: &mut Vec<(String, String)>) -> Patient {
    match (parts.patient, &read.patient) {
        (Some(resource), _) => {
            let patient = patient::read(resource);
            if patient.nhs_number == triage_domain::NhsNumberMatch::Invalid {
                problems.push((format!("Patient/{}", patient.reference), "the NHS number is not valid".to_owned()));
            }
            patient
        }
        (None, Some(reference)) => {
            problems.push((reference.clone(), "the patient is missing".to_owned()));
            Patient::not_known(reference)
        }
        (None, None) => match &read.told_name {
            Some(name) => Patient::told(name),
            None => {
                problems.push((format!("Task/{}", read.id), "it names no patient".to_owned()));
                Patient::not_known("")
            }
        },
    }
}

fn read_photos(parts: &Parts<'_>, read: &ReadTask, problems: &mut Vec<(String, String)>) -> Vec<Photo> {
    let mut photos = Vec::new();
    for reference in &read.photos {
        let id = reference.rsplit('/').next().unwrap_or_default();
        let resource = parts.photos.iter().find(|resource| text(resource, "id") == Some(id));
        match resource.and_then(|resource| photo(id, resource)) {
            Some(photo) => photos.push(photo),
            None => problems.push((reference.clone(), "the photo is missing".to_owned())),
        }
    }
    photos
}

fn photo(id: &str, document: &Value) -> Option<Photo> {
    let attachment = list(document, "content").find_map(|content| content.get("attachment"))?;
    Some(Photo {
        id: id.to_owned(),
        title: Words::new(text(attachment, "title").unwrap_or("Photo")),
        url: text(attachment, "url")?.to_owned(),
        content_type: text(attachment, "contentType").unwrap_or_default().to_owned(),
        size_bytes: attachment.get("size").and_then(Value::as_u64).unwrap_or_default(),
        sha1_base64: text(attachment, "hash").map(str::to_owned),
        taken_at: instant_of(attachment, "creation").or_else(|| instant_of(document, "date")),
    })
}

fn sent_by(parts: &Parts<'_>, read: &ReadTask) -> Option<Words> {
    let requester = read.requester.as_deref()?;
    if !requester.contains("RelatedPerson/") {
        return None;
    }
    let relationship = parts.requester.and_then(|person| {
        let concept = list(person, "relationship").next()?;
        text(concept, "text").or_else(|| list(concept, "coding").find_map(|coding| text(coding, "display")))
    });
    let shown = relationship.or(read.requester_name.as_deref()).unwrap_or("someone for the patient");
    Some(Words::new(shown))
}

/// A patient's answer ends the waiting, whether or not the provider has said so on the Task.
fn settle_next_action(request: &mut TriageRequest, awaits_patient: bool) {
    if request.state.lifecycle.is_open() && awaits_patient && !request.has_answered() {
        request.state.next_action = NextAction::Patient;
    }
}

fn settle_first_response(request: &mut TriageRequest) {
    let first_reply =
        request.messages.iter().filter(|message| matches!(message, Message::Reply { .. })).map(Message::at).min();
    let known = [first_reply, request.state.first_response_at];
    request.state.first_response_at = known.into_iter().flatten().min();
}
