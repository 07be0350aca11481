//! Owns the resources of one request: photos, form, messages and the Task that carries its state.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::{
    Arrival, calendar,
    calendar::instant,
    course::{self, Course, Stage},
    dice::{Dice, fnv},
    form,
    json::{concept, list, object, reference, text},
    messages,
    people::Person,
    photo,
    staff::{self, Member},
    submission::{Link, Snap, Submission},
    systems,
};

/// Ids of the resources of one request, the same whenever it is made.
pub struct Ids {
    /// Task.
    pub task: String,
    form: String,
    /// The provider's reference on the request.
    pub reference: String,
    /// The operation that wrote to the patient.
    pub operation: String,
    /// The reply or question to the patient.
    pub message: String,
    /// The delivery of that message.
    pub sent: String,
    /// What the patient wrote back.
    pub answer: String,
    photos: Vec<(String, String)>,
}

impl Ids {
    /// Draws the ids of a submission, with those of as many photos as are still kept.
    pub fn draw(submission: &Submission, photos: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed, "ids", submission.key);
        Self {
            task: dice.uuid(),
            form: dice.uuid(),
            reference: format!("OLC-{}", dice.reference()),
            operation: dice.uuid(),
            message: dice.uuid(),
            sent: dice.uuid(),
            answer: dice.uuid(),
            photos: (0..photos).map(|_| (dice.uuid(), dice.uuid())).collect(),
        }
    }

    /// Returns the reference of the Task.
    pub fn task_reference(&self) -> String {
        format!("Task/{}", self.task)
    }
}

/// One request with everything that its resources need.
pub struct Request<'a> {
    /// What was sent.
    pub submission: &'a Submission,
    /// The patient.
    pub person: &'a Person,
    /// Ids of its resources.
    pub ids: Ids,
    /// What has happened to it.
    pub course: Course,
    /// Task into which it was merged.
    pub merged_into: Option<String>,
    /// When the patient asked what became of it.
    pub chased: Vec<(DateTime<Utc>, &'static str)>,
    /// Seed of the practice.
    pub seed: u64,
    /// The moment up to which things have happened.
    pub now: DateTime<Utc>,
}

impl Request<'_> {
    /// Returns the arrival with all its resources, the Task last.
    pub fn arrival(&self) -> Arrival {
        let mut resources = Vec::new();
        let photos: Vec<(&Snap, &(String, String))> = self.submission.snaps.iter().zip(&self.ids.photos).collect();
        for (index, (snap, (binary_id, document_id))) in photos.iter().enumerate() {
            let picture = photo::photo(snap.kind, self.person.tone, snap.key);
            resources.push(json!({
                "resourceType": "Binary",
                "id": binary_id,
                "contentType": "image/jpeg",
                "data": picture.base64,
            }));
            resources.push(self.document(index, snap, &picture, binary_id, document_id));
        }
        let (patient, writer) = (self.patient(), self.writer());
        let form_ids =
            form::FormIds { form: &self.ids.form, reference: &self.ids.reference, patient: &patient, writer: &writer };
        resources.push(form::response(self.submission, self.person, &form_ids, self.seed));
        resources.extend(messages::messages(self));
        resources.push(self.task());
        // Photos come first on the wire, before the documents that point at them.
        resources.sort_by_key(|resource| u8::from(resource["resourceType"] != "Binary"));
        Arrival { at: self.submission.at, task_id: self.ids.task.clone(), resources }
    }

    /// Returns the reference of the patient.
    pub fn patient(&self) -> String {
        format!("Patient/{}", self.person.id)
    }

    fn writer(&self) -> String {
        match &self.person.proxy {
            Some(proxy) if self.submission.by_proxy => format!("RelatedPerson/{}", proxy.id),
            _ => self.patient(),
        }
    }

    /// Opens a stream of choices for one purpose of this request.
    pub fn dice(&self, purpose: &str) -> Dice {
        Dice::new(self.seed, purpose, fnv(&self.ids.task))
    }

    fn document(&self, index: usize, snap: &Snap, picture: &photo::Photo, binary_id: &str, document_id: &str) -> Value {
        json!({
            "resourceType": "DocumentReference",
            "id": document_id,
            "meta": {"tag": [{"system": systems::ODS, "code": staff::ODS_CODE}]},
            "identifier": [{"system": systems::REQUEST_REF, "value": format!("{}-photo-{}", self.ids.reference, index + 1)}],
            "status": "current",
            "type": {"text": "Patient-supplied photograph"},
            "subject": {"reference": self.patient()},
            "date": instant(self.submission.at),
            "content": [{"attachment": {
                "contentType": "image/jpeg",
                "url": format!("Binary/{binary_id}"),
                "size": picture.size,
                "hash": picture.hash,
                "title": snap.title,
                "creation": instant(self.submission.at - Duration::seconds(31 + 17 * index as i64)),
            }}],
            "context": {"related": [{"reference": format!("QuestionnaireResponse/{}", self.ids.form)}]},
        })
    }

    fn task(&self) -> Value {
        let course = &self.course;
        let (status, business) = course.stage.codes();
        let (_, kind) = form::form_name(self.submission.problem.kind);
        let identifier =
            [("use", text("official")), ("system", text(systems::REQUEST_REF)), ("value", text(&self.ids.reference))];
        let mut task = object([
            ("resourceType", text("Task")),
            ("id", text(&self.ids.task)),
            ("meta", staff::meta("Task")),
            ("identifier", list(object(identifier))),
            ("status", text(status)),
        ]);
        if let Some(reason) = self.status_reason() {
            task["statusReason"] = json!({"text": reason});
        }
        task["businessStatus"] = concept(systems::BUSINESS_STATUS, business);
        task["intent"] = text("order");
        task["priority"] = text(course.urgency.code());
        let code = [
            ("system", text(systems::TASK_CODE)),
            ("code", text("triage-online-consultation")),
            ("display", text("Triage online consultation")),
        ];
        task["code"] = object([("coding", list(object(code)))]);
        task["description"] = text(&format!("{kind}: {}", super::submission::lower_first(&self.submission.title)));
        task["focus"] = reference(&format!("QuestionnaireResponse/{}", self.ids.form));
        task["for"] = reference(&self.patient());
        if let Some(closed) = course.closed {
            task["executionPeriod"] =
                json!({"start": instant(course.opened.unwrap_or(closed)), "end": instant(closed)});
        }
        task["authoredOn"] = text(&instant(self.submission.at + Duration::seconds(1)));
        if let Some(touched) = course.closed.or(course.opened) {
            task["lastModified"] = json!(instant(touched));
        }
        task["requester"] = reference(&self.writer());
        if let Some((code, name)) = staff::TEAMS.iter().find(|(code, _)| course.team == Some(code)) {
            task["performerType"] = json!([{"coding": [{"system": systems::TEAM, "code": code, "display": name}]}]);
        }
        task["owner"] = course.person.map_or_else(staff::practice_reference, Member::reference);
        task["reasonCode"] = concept(systems::CATEGORY, self.category());
        let notes = messages::notes(self);
        if !notes.is_empty() {
            task["note"] = Value::Array(notes);
        }
        task["restriction"] = object([("period", self.period())]);
        task["input"] = Value::Array(self.inputs());
        let outputs = self.outputs();
        if !outputs.is_empty() {
            task["output"] = Value::Array(outputs);
        }
        task
    }

    /// Before anybody has looked, the provider knows the category from the form alone.
    fn category(&self) -> &'static str {
        match self.submission.link {
            Link::Chases(_) if self.course.opened.is_none() => "unknown",
            Link::Chases(_) | Link::Fresh | Link::Repeats(_) => self.submission.problem.category,
        }
    }

    fn status_reason(&self) -> Option<&'static str> {
        match self.course.stage {
            Stage::AwaitingPatient => Some("Waiting for the patient to answer"),
            Stage::Held => Some("Held until a later day"),
            Stage::Declined => Some("Not for this practice"),
            Stage::Withdrawn => Some("Withdrawn by the patient"),
            Stage::Unreachable => Some("No answer after three tries"),
            Stage::Untouched
            | Stage::Sorted
            | Stage::Claimed
            | Stage::Decided
            | Stage::Answered
            | Stage::Released
            | Stage::Closed
            | Stage::Duplicate => None,
        }
    }

    fn period(&self) -> Value {
        let due = match form::intake_urgency(self.submission) {
            Some(_) => {
                let opens = calendar::opens_at_or_after(self.submission.at);
                calendar::moment(calendar::local_date(opens), calendar::CORE_END_MIN * 60)
            }
            None => calendar::due(self.submission.at),
        };
        match self.course.held_until {
            Some(until) => {
                let end = due.max(calendar::moment(calendar::local_date(until), calendar::CORE_END_MIN * 60));
                json!({"start": instant(until), "end": instant(end)})
            }
            None => object([("end", text(&instant(due)))]),
        }
    }

    fn inputs(&self) -> Vec<Value> {
        let mut inputs = vec![object([
            ("type", concept(systems::TASK_IO, "route")),
            ("valueCode", text(self.submission.route.code())),
        ])];
        if let Some(urgency) = form::intake_urgency(self.submission) {
            inputs.push(json!({"type": concept(systems::TASK_IO, "intake-urgency"), "valueCode": urgency}));
        }
        inputs.extend(self.ids.photos.iter().map(|(_, document_id)| {
            json!({
                "type": concept(systems::TASK_IO, "photo"),
                "valueReference": {"reference": format!("DocumentReference/{document_id}")},
            })
        }));
        inputs
    }

    fn outputs(&self) -> Vec<Value> {
        let course = &self.course;
        let mut outputs = Vec::new();
        let mut push = |code: &str, name: &str, value: Value| {
            outputs.push(object([("type", concept(systems::TASK_IO, code)), (name, value)]));
        };
        if let Some(opened) = course.opened {
            push("first-opened", "valueDateTime", json!(instant(opened)));
        }
        if let Some(disposition) = course.disposition {
            push("disposition", "valueCodeableConcept", concept(systems::DISPOSITION, disposition));
            if let Some(mode) = course::mode(disposition) {
                push("mode", "valueCodeableConcept", concept(systems::MODE, mode));
            }
        }
        if messages::has_message(self) {
            push("reply", "valueReference", json!({"reference": format!("CommunicationRequest/{}", self.ids.message)}));
        }
        if let Some(other) = &self.merged_into {
            push("merged-into", "valueReference", json!({"reference": other}));
        }
        if let Some(filed) = course.filed {
            push("record-filed", "valueDateTime", json!(instant(filed)));
        }
        for (at, route) in &self.chased {
            let kind = json!({"coding": [{"system": systems::TASK_IO, "code": "chase"}], "text": route});
            outputs.push(json!({"type": kind, "valueDateTime": instant(*at)}));
        }
        outputs
    }
}
