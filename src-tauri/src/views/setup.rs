//! What the practice has set up, and what the person has.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use triage_client::{PersonalSetup, SavedView, Session, Setup};
use triage_domain as domain;
use triage_domain::record::RECORD_FIELDS;
use triage_domain::setup::{Language as DomainLanguage, PracticeSetup, Route, Template};
use triage_domain::{OpId, Owner, RequestId, Words};
use ts_rs::TS;

use super::decision::{OwnerForm, op_id, request_id};
use super::error::CommandError;
use super::frame::DispositionView;
use super::queue::ViewId;
use super::time::TimeView;
use super::{Urgency, mirrored};

mirrored!(
    /// The language that a message to a patient is written in.
    Language of DomainLanguage { En, Cy }
);

/// What a route does: it gives the request to somebody, and may raise urgency and leave a note. It never lowers urgency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteView {
    pub id: String,
    pub label: String,
    pub to: OwnerForm,
    /// Null where they are no longer in the directory.
    pub owner_name: Option<String>,
    pub urgency: Option<Urgency>,
    pub note: Option<String>,
}

/// A route as it was written in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct RouteForm {
    pub label: String,
    pub to: OwnerForm,
    pub urgency: Option<Urgency>,
    pub note: Option<String>,
}

/// A text to begin a message with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct TemplateView {
    pub id: String,
    pub name: String,
    #[ts(inline)]
    pub language: Language,
    pub text: String,
    pub personal: bool,
}

/// A template as it was written in the settings.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct TemplateForm {
    pub name: String,
    #[ts(inline)]
    pub language: Language,
    pub text: String,
    pub personal: bool,
}

/// A list of a person's own: one of the rail's, narrowed by words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedViewForm {
    pub name: String,
    pub view: ViewId,
    pub search: String,
}

/// What the practice has set up, and what the person has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetupView {
    /// In the order of the digits.
    pub routes: Vec<RouteView>,
    /// Shared ones, then the person's own.
    pub templates: Vec<TemplateView>,
    /// Codes of the dispositions that can be chosen, in the practice's order.
    pub outcomes: Vec<String>,
    /// Everything that could be chosen.
    pub all_outcomes: Vec<DispositionView>,
    /// A text with `{{fields}}`.
    pub record_format: String,
    /// The fields that `recordFormat` may use.
    pub record_fields: Vec<String>,
    /// Of the person: keys without Ctrl or Alt act.
    pub single_keys: bool,
    /// Of the person.
    pub notifications: bool,
    /// Of the person: a sound when an urgent request comes in.
    pub urgent_sound: bool,
    /// When the practice's part was changed last.
    pub changed_at: Option<TimeView>,
    pub changed_by: Option<String>,
    /// Of the person.
    pub saved_views: Vec<SavedViewForm>,
}

/// Everything that is set up, as it is to be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SetupForm {
    pub routes: Vec<RouteForm>,
    pub templates: Vec<TemplateForm>,
    pub outcomes: Vec<String>,
    pub record_format: String,
    pub single_keys: bool,
    pub notifications: bool,
    pub urgent_sound: bool,
    pub saved_views: Vec<SavedViewForm>,
}

/// What stands in a file that another PC wrote.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
pub struct ImportForm {
    pub text: String,
}

/// Where the practice's setup was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct ExportedView {
    pub path: String,
}

/// Carries out a route on a request: all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RouteRequestForm {
    /// Three, made by the window.
    pub op_ids: Vec<String>,
    pub request_id: String,
    pub seen: String,
    /// `RouteView.id`.
    pub route: String,
}

impl SetupView {
    /// Shows what is set up.
    #[must_use]
    pub fn of(setup: &Setup, session: &Session, now: DateTime<Utc>) -> Self {
        let practice = &setup.practice;
        let own = setup.personal.templates.iter().map(|template| TemplateView::of(template, true));
        Self {
            routes: practice.routes.iter().map(|route| RouteView::of(route, session)).collect(),
            templates: practice.templates.iter().map(|it| TemplateView::of(it, false)).chain(own).collect(),
            outcomes: practice.outcomes.clone(),
            all_outcomes: DispositionView::all(),
            record_format: practice.record_format.as_str().to_owned(),
            record_fields: RECORD_FIELDS.iter().map(|field| (*field).to_owned()).collect(),
            single_keys: setup.personal.single_keys,
            notifications: setup.personal.notifications,
            urgent_sound: setup.personal.urgent_sound,
            changed_at: setup.change.as_ref().map(|change| TimeView::at(change.at, now)),
            changed_by: setup.change.as_ref().map(|change| change.by.clone()),
            saved_views: setup.personal.saved_views.iter().map(SavedViewForm::of).collect(),
        }
    }
}

impl RouteView {
    fn of(route: &Route, session: &Session) -> Self {
        let to = OwnerForm::from(&route.to);
        let here = to.clone().convert(session).ok();
        let owner_name = here.map(|owner| match owner {
            Owner::Nobody => String::new(),
            Owner::Team(team) => team.name,
            Owner::Person(person) => person.name,
        });
        Self {
            id: route.label.clone(),
            label: route.label.clone(),
            to,
            owner_name,
            urgency: route.urgency.map(Urgency::from),
            note: route.note.as_ref().map(|note| note.as_str().to_owned()),
        }
    }
}

impl TemplateView {
    fn of(template: &Template, personal: bool) -> Self {
        let language: Language = template.language.into();
        let whose = if personal { "own" } else { "shared" };
        Self {
            id: format!("{whose}/{language:?}/{}", template.name).to_lowercase(),
            name: template.name.clone(),
            language,
            text: template.text.as_str().to_owned(),
            personal,
        }
    }
}

impl SetupForm {
    /// Converts the form. Somebody a route gives requests to who is no longer in the directory stays as they were.
    ///
    /// # Errors
    /// Names the line whose owner nobody knows.
    pub fn convert(
        self,
        session: &Session,
        before: &PracticeSetup,
    ) -> Result<(PracticeSetup, PersonalSetup), CommandError> {
        let mut routes = Vec::with_capacity(self.routes.len());
        for (index, route) in self.routes.into_iter().enumerate() {
            routes.push(route.convert(index, session, before)?);
        }
        let (own, shared): (Vec<_>, Vec<_>) = self.templates.into_iter().partition(|template| template.personal);
        let practice = PracticeSetup {
            routes,
            templates: shared.into_iter().map(Template::from).collect(),
            outcomes: self.outcomes,
            record_format: Words::new(self.record_format),
        };
        let personal = PersonalSetup {
            templates: own.into_iter().map(Template::from).collect(),
            single_keys: self.single_keys,
            notifications: self.notifications,
            urgent_sound: self.urgent_sound,
            saved_views: self.saved_views.into_iter().map(SavedView::from).collect(),
        };
        Ok((practice, personal))
    }
}

impl RouteForm {
    fn convert(self, index: usize, session: &Session, before: &PracticeSetup) -> Result<Route, CommandError> {
        let kept = || before.routes.iter().map(|route| &route.to).find(|to| OwnerForm::from(*to) == self.to).cloned();
        let to = self.to.clone().convert(session).ok().or_else(kept).ok_or_else(|| CommandError::Invalid {
            field: format!("routes.{index}.to"),
            problem: "not-there".to_owned(),
        })?;
        let note = self.note.map(|note| note.trim().to_owned()).filter(|note| !note.is_empty());
        Ok(Route {
            label: self.label.trim().to_owned(),
            to,
            urgency: self.urgency.map(domain::Urgency::from),
            note: note.map(Words::new),
        })
    }
}

impl SavedViewForm {
    fn of(saved: &SavedView) -> Self {
        Self { name: saved.name.clone(), view: saved.view.into(), search: saved.search.clone() }
    }
}

impl From<SavedViewForm> for SavedView {
    fn from(form: SavedViewForm) -> Self {
        Self { name: form.name.trim().to_owned(), view: form.view.into(), search: form.search.trim().to_owned() }
    }
}

impl From<TemplateForm> for Template {
    fn from(form: TemplateForm) -> Self {
        Self { name: form.name.trim().to_owned(), language: form.language.into(), text: Words::new(form.text) }
    }
}

impl RouteRequestForm {
    /// Converts the form.
    ///
    /// # Errors
    /// Fails where it does not name three decisions and a request.
    pub fn convert(self) -> Result<triage_client::RouteForm, CommandError> {
        let op_ids: Vec<OpId> = self.op_ids.iter().map(|id| op_id(id)).collect::<Result<_, _>>()?;
        let request_id: RequestId = request_id(&self.request_id)?;
        Ok(triage_client::RouteForm {
            op_ids: op_ids.try_into().map_err(|_| CommandError::invalid("opIds"))?,
            request_id,
            seen: self.seen,
            route: self.route,
        })
    }
}
