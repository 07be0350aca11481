//! Messages: CommunicationRequest (the practice's reply), Communication (its delivery, or the patient's own message).

use std::collections::BTreeMap;

use serde_json::Value;
use triage_domain::Attachment;
use triage_domain::request::Delivery;
use triage_domain::{Message, Words};

use crate::json::{extension, identifier_in, instant_of, list, reference, relative, text};
use crate::systems::{CLIENT_OPERATION, MAY_ANSWER};

/// Returns the ids of the Tasks that a Communication or CommunicationRequest is about.
#[must_use]
pub fn tasks_of(resource: &Value) -> Vec<String> {
    let mut tasks: Vec<String> = ["about", "basedOn"]
        .iter()
        .flat_map(|member| list(resource, member))
        .filter_map(|target| text(target, "reference"))
        .filter_map(relative)
        .filter(|(kind, _)| *kind == "Task")
        .map(|(_, id)| id.to_owned())
        .collect();
    tasks.dedup();
    tasks
}

/// Joins replies, their deliveries and the patient's messages into one thread, oldest first.
///
/// Resources that say neither who wrote nor when cannot be placed; their references are returned beside the thread.
#[must_use]
pub fn thread(replies: &[&Value], communications: &[&Value]) -> (Vec<Message>, Vec<String>) {
    let mut deliveries: BTreeMap<&str, &Value> = BTreeMap::new();
    let mut messages = Vec::new();
    let mut unreadable = Vec::new();
    for communication in communications {
        match answered_request(communication) {
            Some(id) => {
                deliveries.insert(id, communication);
            }
            None => match patient_message(communication) {
                Some(message) => messages.push(message),
                None => unreadable.push(name_of(communication)),
            },
        }
    }
    for reply in replies {
        if matches!(text(reply, "status"), Some("entered-in-error")) {
            continue;
        }
        match reply_message(reply, &deliveries) {
            Some(message) => messages.push(message),
            None => unreadable.push(name_of(reply)),
        }
    }
    messages.sort_by(|a, b| (a.at(), a.id()).cmp(&(b.at(), b.id())));
    (messages, unreadable)
}

fn name_of(resource: &Value) -> String {
    format!("{}/{}", text(resource, "resourceType").unwrap_or("?"), text(resource, "id").unwrap_or("?"))
}

fn answered_request(communication: &Value) -> Option<&str> {
    list(communication, "basedOn")
        .filter_map(|target| text(target, "reference"))
        .filter_map(relative)
        .find(|(kind, _)| *kind == "CommunicationRequest")
        .map(|(_, id)| id)
}

fn payload(resource: &Value) -> Words {
    let parts: Vec<&str> = list(resource, "payload").filter_map(|part| text(part, "contentString")).collect();
    Words::new(parts.join("\n\n"))
}

fn patient_message(communication: &Value) -> Option<Message> {
    let id = text(communication, "id")?.to_owned();
    let at = ["sent", "received"].iter().find_map(|member| instant_of(communication, member))?;
    Some(Message::FromPatient { id, at, text: payload(communication) })
}

fn reply_message(reply: &Value, deliveries: &BTreeMap<&str, &Value>) -> Option<Message> {
    let resource_id = text(reply, "id")?;
    let id = identifier_in(reply, CLIENT_OPERATION).unwrap_or(resource_id).to_owned();
    let at = instant_of(reply, "authoredOn")?;
    let author = reply.get("requester").and_then(|requester| text(requester, "display")).unwrap_or("The practice");
    let channel = list(reply, "medium").find_map(|medium| text(medium, "text")).unwrap_or("message");
    let sends_again = list(reply, "replaces")
        .filter_map(|target| text(target, "reference"))
        .filter_map(relative)
        .find(|(kind, _)| *kind == "CommunicationRequest")
        .map(|(_, id)| id.to_owned());
    let delivery = deliveries.get(resource_id).map_or(Delivery::Waiting, |communication| delivery(communication));
    Some(Message::Reply {
        id,
        author: author.to_owned(),
        at,
        text: payload(reply),
        channel: channel.to_owned(),
        delivery,
        sends_again,
        may_answer: extension(reply, MAY_ANSWER).and_then(|may| may.get("valueBoolean")) == Some(&Value::Bool(true)),
        attachments: attachments(reply),
    })
}

fn attachments(reply: &Value) -> Vec<Attachment> {
    let read = |part: &Value| {
        let file = part.get("contentAttachment")?;
        let (_, id) = text(file, "url").and_then(relative).filter(|(kind, _)| *kind == "Binary")?;
        Some(Attachment {
            id: id.to_owned(),
            name: text(file, "title").unwrap_or("File").to_owned(),
            content_type: text(file, "contentType").unwrap_or("application/octet-stream").to_owned(),
            size_bytes: file.get("size").and_then(Value::as_u64).unwrap_or_default(),
            sha1_base64: text(file, "hash").unwrap_or_default().to_owned(),
        })
    };
    list(reply, "payload").filter_map(read).collect()
}

fn delivery(communication: &Value) -> Delivery {
    match text(communication, "status") {
        Some("not-done" | "stopped" | "entered-in-error") => {
            let reason = communication
                .get("statusReason")
                .and_then(|reason| text(reason, "text"))
                .unwrap_or("The provider gave no reason");
            Delivery::Failed { reason: Words::new(reason) }
        }
        Some(_) | None if communication.get("received").is_some() => Delivery::Delivered,
        Some(_) | None if communication.get("sent").is_some() => Delivery::Sent,
        Some(_) | None => Delivery::Waiting,
    }
}

/// Returns the patient whom a Communication names, for finding what it belongs to.
#[must_use]
pub fn subject_of(resource: &Value) -> Option<&str> {
    reference(resource, "subject")
}
