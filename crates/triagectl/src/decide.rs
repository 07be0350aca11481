//! `decide`, `enter`, `undo`, `resolve`.

use std::path::PathBuf;

use chrono::TimeDelta;
use triage_client::{Client, DecideForm, EnterAbout, EnterForm, ResolveChoice, ResolveForm};
use triage_domain::decision::WaitsFor;
use triage_domain::owner::{Owner, PersonRef};
use triage_domain::{
    AfterReply, Attachment, Category, ChaseRoute, Decision, Disposition, EntryRoute, Mode, OpId, RequestId, StaffId,
    Urgency, Words,
};

use crate::args::{
    CategoryArg, ChaseRouteArg, ChoiceArg, DecideArgs, DecisionArgs, EnterArgs, EntryRouteArg, ResolveArgs, UrgencyArg,
};
use crate::exit::{CommandError, Exit};
use crate::show;

/// Saves one decision.
pub async fn run(client: &Client, args: &DecideArgs, json: bool) -> Result<Exit, CommandError> {
    let request_id = RequestId::parse(&args.id)?;
    let op_id = given_or_new(client, args.op.as_deref())?;
    let decision = decision(client, &request_id, &args.decision)?;
    client.decide(DecideForm { op_id: op_id.clone(), request_id, seen: None, decision }).await?;
    show::saved(&op_id, json)?;
    Ok(Exit::Done)
}

fn given_or_new(client: &Client, id: Option<&str>) -> Result<OpId, CommandError> {
    Ok(match id {
        Some(id) => OpId::parse(id)?,
        None => client.new_op_id(),
    })
}

/// Enters a request.
pub async fn enter(client: &Client, args: &EnterArgs, json: bool) -> Result<Exit, CommandError> {
    let op_id = given_or_new(client, args.op.as_deref())?;
    let about = match (&args.patient, &args.name) {
        (Some(reference), _) => EnterAbout::Known { reference: reference.clone() },
        (None, name) => {
            EnterAbout::NotIdentified { name: Words::new(name.as_deref().unwrap_or_default()), born: args.born }
        }
    };
    let form = EnterForm {
        op_id: op_id.clone(),
        request: given_or_new(client, args.id.as_deref())?,
        about,
        route: match args.route {
            EntryRouteArg::Phone => EntryRoute::Phone,
            EntryRouteArg::Desk => EntryRoute::Desk,
        },
        words: Words::new(&args.words),
        ring_back: Words::new(args.ring_back.as_deref().unwrap_or_default()),
        category: category(args.category),
        urgency: urgency(args.urgency),
    };
    let request_id = client.enter(form).await?;
    show::entered(&op_id, &request_id, json)?;
    Ok(Exit::Done)
}

/// Takes a decision back.
pub async fn undo(client: &Client, op: &str, json: bool) -> Result<Exit, CommandError> {
    let by = client.undo(client.new_op_id(), OpId::parse(op)?).await?;
    show::saved(&by, json)?;
    Ok(Exit::Done)
}

/// Resolves a conflict.
pub async fn resolve(client: &Client, args: &ResolveArgs, json: bool) -> Result<Exit, CommandError> {
    let op_id = client.new_op_id();
    let choice = match args.choice {
        ChoiceArg::KeepTheirs => ResolveChoice::KeepTheirs,
        ChoiceArg::ReissueMine => ResolveChoice::ReissueMine,
    };
    let conflict = OpId::parse(&args.op)?;
    client.resolve(ResolveForm { op_id: op_id.clone(), conflict, choice, reason: Words::new(&args.reason) }).await?;
    show::saved(&op_id, json)?;
    Ok(Exit::Done)
}

fn decision(client: &Client, request_id: &RequestId, args: &DecisionArgs) -> Result<Decision, CommandError> {
    Ok(match args {
        DecisionArgs::Assign { to } => Decision::Assign { to: owner(client, to)? },
        DecisionArgs::Urgency { to, reason } => {
            Decision::SetUrgency { to: urgency(*to), reason: reason.as_ref().map(Words::new) }
        }
        DecisionArgs::Category { to } => Decision::SetCategory { to: category(*to) },
        DecisionArgs::Note { text } => Decision::AddNote { text: Words::new(text) },
        DecisionArgs::Opened => Decision::FirstOpened,
        DecisionArgs::Reply { text, wait, until, close, may_answer, attach } => Decision::Reply {
            text: Words::new(text),
            then: match close {
                Some(code) => AfterReply::Close { disposition: disposition(code)?, mode: None },
                None if *wait => AfterReply::AwaitPatient { until: *until },
                None => AfterReply::KeepOpen,
            },
            may_answer: *may_answer,
            attachments: attached(client, request_id, attach)?,
        },
        DecisionArgs::Close { disposition: code, mode, reason } => Decision::Close {
            disposition: disposition(code)?,
            mode: mode.as_deref().and_then(Mode::from_code),
            reason: reason.as_ref().map(Words::new),
        },
        DecisionArgs::Reopen { reason } => Decision::Reopen { reason: Words::new(reason) },
        DecisionArgs::Hold { until, for_patient } => {
            let waits_for = if *for_patient { WaitsFor::Patient } else { WaitsFor::Moment };
            Decision::Hold { until: *until, waits_for }
        }
        DecisionArgs::EndHold => Decision::EndHold,
        DecisionArgs::SendAgain { reply, text } => Decision::SendAgain {
            reply: reply.clone(),
            text: match text {
                Some(text) => Words::new(text),
                None => text_of(client, request_id, reply)?,
            },
            may_answer: false,
            attachments: Vec::new(),
        },
        DecisionArgs::Merge { into } => Decision::Merge { into: RequestId::parse(into)? },
        DecisionArgs::Filed => Decision::RecordFiled,
        DecisionArgs::Chase { route, text } => {
            Decision::LogChase { route: chase_route(*route), text: text.as_ref().map(Words::new) }
        }
        DecisionArgs::Claim { minutes } => {
            Decision::Claim { until: client.now() + TimeDelta::minutes(i64::from(*minutes)) }
        }
        DecisionArgs::Release => Decision::Release,
    })
}

/// Attaches files to the draft, and returns all that are there.
fn attached(client: &Client, request_id: &RequestId, files: &[PathBuf]) -> Result<Vec<Attachment>, CommandError> {
    for file in files {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        client.attach(request_id, &name, &std::fs::read(file)?)?;
    }
    Ok(client.draft(request_id)?.map(|draft| draft.attachments).unwrap_or_default())
}

/// Returns what a reply said. Where there is no such reply the rules will say so, about an empty text or about it.
fn text_of(client: &Client, request_id: &RequestId, reply: &str) -> Result<Words, CommandError> {
    let request = client.request(request_id)?.request;
    let found = request.messages.into_iter().find(|message| message.id() == reply);
    Ok(found.map(triage_domain::Message::into_text).unwrap_or_default())
}

fn chase_route(route: ChaseRouteArg) -> ChaseRoute {
    match route {
        ChaseRouteArg::Phone => ChaseRoute::Phone,
        ChaseRouteArg::Desk => ChaseRoute::Desk,
        ChaseRouteArg::Online => ChaseRoute::Online,
        ChaseRouteArg::Other => ChaseRoute::Other,
    }
}

fn disposition(code: &str) -> Result<Disposition, CommandError> {
    Disposition::known(code).ok_or(CommandError::UnknownDisposition)
}

fn owner(client: &Client, to: &str) -> Result<Owner, CommandError> {
    let session = client.session();
    if to == "nobody" {
        return Ok(Owner::Nobody);
    }
    if let Some(code) = to.strip_prefix("team:") {
        let team = session.teams.into_iter().find(|team| team.id.as_str() == code);
        return team.map(Owner::Team).ok_or(CommandError::UnknownTeam);
    }
    let member = if to == "me" {
        session.staff
    } else {
        let id = StaffId::parse(to)?;
        session.people.into_iter().find(|member| member.id == id)
    };
    let member = member.ok_or(CommandError::UnknownStaff)?;
    Ok(Owner::Person(PersonRef { id: member.id, name: member.name }))
}

fn urgency(to: UrgencyArg) -> Urgency {
    match to {
        UrgencyArg::Emergency => Urgency::Emergency,
        UrgencyArg::UrgentToday => Urgency::UrgentToday,
        UrgencyArg::Soon => Urgency::Soon,
        UrgencyArg::Routine => Urgency::Routine,
    }
}

fn category(to: CategoryArg) -> Category {
    match to {
        CategoryArg::Clinical => Category::Clinical,
        CategoryArg::Administrative => Category::Administrative,
        CategoryArg::Unknown => Category::Unknown,
    }
}
