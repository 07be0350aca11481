//! What is printed: plain lines for people, JSON for programs.

use std::io::{self, Write};

use serde_json::{Value, json};
use triage_client::desk::View;
use triage_client::provider::contract::Limit;
use triage_client::{Client, Connection, OutboxItem, QueueForm, QueueOrder};
use triage_domain::{Message, OpId, Owner, RequestId, StaffMember, TriageRequest, Words};

use crate::args::QueueArgs;
use crate::exit::{CommandError, Exit};

fn out(json: bool, value: &Value, lines: &[String]) -> Result<(), CommandError> {
    let mut stdout = io::stdout().lock();
    if json {
        writeln!(stdout, "{}", serde_json::to_string_pretty(value)?)?;
    } else {
        for line in lines {
            writeln!(stdout, "{line}")?;
        }
    }
    Ok(())
}

/// Prints what the profile is connected to.
pub fn connection(connection: &Connection, json: bool) -> Result<(), CommandError> {
    let practice = connection.practice.as_ref().map_or("not known before sign-in", |practice| &practice.name);
    let value = json!({
        "server": connection.server,
        "practice": connection.practice.as_ref().map(|practice| practice.name.clone()),
        "ods": connection.practice.as_ref().map(|practice| practice.ods.as_str()),
        "software": connection.software,
        "signIn": connection.sign_in.is_some(),
        "readOnly": !connection.abilities.may_write(),
        "provider": provider(connection),
    });
    let mut lines = vec![format!("Connected to {} ({practice})", connection.server)];
    lines.extend(connection.limits().into_iter().map(|limit| limit.words().to_owned()));
    out(json, &value, &lines)
}

/// What the provider was found to do.
fn provider(connection: &Connection) -> Value {
    json!({
        "level": connection.abilities.level(),
        "abilities": connection.abilities,
        "checkedAt": connection.checked_at,
        "limits": connection.limits().into_iter().map(Limit::words).collect::<Vec<_>>(),
    })
}

/// Prints who works here.
pub fn chosen(member: &StaffMember, json: bool) -> Result<(), CommandError> {
    let value = json!({ "id": member.id.as_str(), "name": member.name, "role": member.role });
    out(json, &value, &[format!("Working as {} ({:?})", member.name, member.role)])
}

/// Prints the id of a saved decision.
pub fn saved(op_id: &OpId, json: bool) -> Result<(), CommandError> {
    out(json, &json!({ "op": op_id.as_str() }), &[format!("Saved on this PC as {op_id}")])
}

/// Lists staff and teams.
pub fn staff(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let session = client.session();
    let people = session
        .people
        .iter()
        .map(|member| json!({ "id": member.id.as_str(), "name": member.name, "role": member.role }));
    let teams = session.teams.iter().map(|team| json!({ "id": team.id.as_str(), "name": team.name }));
    let value = json!({ "people": people.collect::<Vec<_>>(), "teams": teams.collect::<Vec<_>>() });
    let mut lines: Vec<String> =
        session.people.iter().map(|member| format!("{:<14} {:?}  {}", member.id, member.role, member.name)).collect();
    lines.extend(session.teams.iter().map(|team| format!("team:{:<9} {}", team.id, team.name)));
    out(json, &value, &lines)?;
    Ok(Exit::Done)
}

fn owner(owner: &Owner) -> String {
    match owner {
        Owner::Nobody => "nobody".to_owned(),
        Owner::Team(team) => team.name.clone(),
        Owner::Person(person) => person.name.clone(),
    }
}

fn request_value(request: &TriageRequest) -> Value {
    json!({
        "id": request.id.as_str(),
        "version": request.version.as_str(),
        "reference": request.reference,
        "name": request.patient.name.display(),
        "patient": request.patient.reference,
        "nhsNumber": request.patient.nhs_number.number().map(triage_domain::NhsNumber::spaced),
        "receivedAt": request.received_at,
        "words": request.submission.words.as_str(),
        "state": request.state,
    })
}

/// Lists everything open for an outage.
pub fn outage_list(client: &Client, reason: &str, json: bool) -> Result<Exit, CommandError> {
    let list = client.outage_list(&Words::new(reason))?;
    let value = json!({
        "asAt": list.as_at,
        "madeAt": list.made_at,
        "madeBy": list.made_by,
        "rows": list.rows.iter().map(|row| {
            let mut value = request_value(&row.request);
            value["waitingMinutes"] = json!(row.waiting_minutes);
            value["dueAt"] = json!(row.due.map(|(at, _)| at));
            value
        }).collect::<Vec<_>>(),
    });
    let mut lines = vec![format!("{} open requests, made by {} at {}", list.rows.len(), list.made_by, list.made_at)];
    lines.extend(list.rows.iter().map(|row| {
        let patient = &row.request.patient;
        format!(
            "{:<12} {:<30} {:<12} {:>6} min  {}",
            format!("{:?}", row.request.state.urgency),
            patient.name.display(),
            patient.nhs_number.number().map(triage_domain::NhsNumber::spaced).unwrap_or_default(),
            row.waiting_minutes,
            row.request.submission.words.excerpt(60),
        )
    }));
    out(json, &value, &lines)?;
    Ok(Exit::Done)
}

/// Lists a view.
pub fn queue(client: &Client, args: &QueueArgs, json: bool) -> Result<Exit, CommandError> {
    let view = View::from_name(&args.view).unwrap_or(View::AllOpen);
    let mut rows = Vec::new();
    let mut order = QueueOrder::Anew;
    let mut total = 0;
    while rows.len() < args.limit {
        let form = QueueForm {
            view,
            search: args.search.clone(),
            offset: rows.len(),
            limit: (args.limit - rows.len()).min(100),
            order,
        };
        let page = client.queue(&form)?;
        total = page.total;
        if page.rows.is_empty() {
            break;
        }
        rows.extend(page.rows);
        order = QueueOrder::AsItStands;
    }
    let value = json!({
        "view": view.name(),
        "total": total,
        "asAt": client.as_at(),
        "rows": rows.iter().map(|row| {
            let mut value = request_value(&row.request);
            value["waitingMinutes"] = json!(row.waiting_minutes);
            value["sync"] = json!(format!("{:?}", row.sync).to_lowercase());
            value
        }).collect::<Vec<_>>(),
    });
    let mut lines = vec![format!("{}: {total}", view.name())];
    lines.extend(rows.iter().map(|row| {
        let request = &row.request;
        format!(
            "{:<38} {:<12} {:>6} min  {:<30} {}",
            request.id,
            format!("{:?}", request.state.urgency),
            row.waiting_minutes,
            request.patient.name.display(),
            request.submission.words.excerpt(60),
        )
    }));
    out(json, &value, &lines)?;
    Ok(Exit::Done)
}

/// Shows one request whole.
pub fn request(client: &Client, id: &str, json: bool) -> Result<Exit, CommandError> {
    let reader = client.request(&RequestId::parse(id)?)?;
    let request = &reader.request;
    let mut value = request_value(request);
    value["seen"] = json!(reader.seen);
    value["answers"] = json!(request.submission.answers);
    value["notes"] = json!(request.notes);
    value["messages"] = json!(request.messages);
    value["photos"] = json!(request.photos);
    value["unreadable"] = json!(request.unreadable);
    value["sync"] = json!(format!("{:?}", reader.sync).to_lowercase());
    let mut lines = vec![
        request.patient.name.display(),
        format!("{:?}, {:?}, {}", request.state.urgency, request.state.category, owner(&request.state.owner)),
        format!("received {}, waiting {} min", request.received_at, reader.waiting_minutes),
        String::new(),
        request.submission.words.as_str().to_owned(),
        String::new(),
    ];
    lines.extend(request.submission.answers.iter().map(|answer| {
        let flag = if answer.is_red_flag { "RED FLAG " } else { "" };
        format!("{flag}{} {}", answer.question.as_str(), answer.answer.as_str())
    }));
    lines.extend(reader.notes.iter().map(|note| format!("note, {}: {}", note.author, note.text.as_str())));
    lines.extend(request.messages.iter().map(|message| match message {
        Message::Reply { author, text, .. } => format!("reply, {author}: {}", text.as_str()),
        Message::FromPatient { text, .. } => format!("patient: {}", text.as_str()),
    }));
    out(json, &value, &lines)?;
    Ok(Exit::Done)
}

fn item(item: &OutboxItem) -> Value {
    let operation = &item.operation;
    json!({
        "op": operation.op_id.as_str(),
        "request": operation.request_id.as_str(),
        "state": operation.state.name(),
        "decision": operation.decision,
        "author": operation.author.id.as_str(),
        "attempts": operation.attempts,
        "stuck": operation.stuck,
    })
}

/// Says under which ids a request was entered.
pub fn entered(op_id: &OpId, request_id: &RequestId, json: bool) -> Result<(), CommandError> {
    let value = json!({ "op": op_id.as_str(), "request": request_id.as_str() });
    out(json, &value, &[format!("saved as request {request_id}, decision {op_id}")])
}

/// Lists what is not sent.
pub fn outbox(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let attention = client.attention()?;
    let conflicts: Vec<Value> = attention
        .conflicts
        .iter()
        .map(|card| {
            json!({
                "op": card.operation.op_id.as_str(),
                "request": card.operation.request_id.as_str(),
                "decision": card.operation.decision,
                "conflict": card.operation.conflict,
                "choices": card.choices,
            })
        })
        .collect();
    let value = json!({
        "conflicts": conflicts,
        "failed": attention.failed.iter().map(item).collect::<Vec<_>>(),
        "undelivered": attention.undelivered.len(),
        "waiting": attention.waiting.iter().map(item).collect::<Vec<_>>(),
    });
    let line = |what: &str, one: &OutboxItem| format!("{what:<9} {} {}", one.operation.op_id, one.patient_name);
    let mut lines: Vec<String> =
        attention.conflicts.iter().map(|card| format!("conflict  {}", card.operation.op_id)).collect();
    lines.extend(attention.failed.iter().map(|one| line("failed", one)));
    lines.extend(attention.waiting.iter().map(|one| line(one.operation.state.name(), one)));
    if lines.is_empty() {
        lines.push("Nothing waits.".to_owned());
    }
    out(json, &value, &lines)?;
    let needs_a_person = !attention.conflicts.is_empty() || !attention.failed.is_empty();
    Ok(if needs_a_person { Exit::NeedsAttention } else { Exit::Done })
}

/// Lists every decision of this device. Its text is left out: `show` has it.
pub fn decisions(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let mut values = Vec::new();
    let mut lines = Vec::new();
    for operation in client.decisions()? {
        let kind = operation.decision.kind();
        lines.push(format!(
            "{:>6}  {}  {:<12} {:<14} {}",
            operation.seq,
            operation.op_id,
            operation.state.name(),
            kind,
            operation.request_id,
        ));
        values.push(json!({
            "op": operation.op_id.as_str(),
            "seq": operation.seq,
            "request": operation.request_id.as_str(),
            "kind": kind,
            "state": operation.state.name(),
            "author": operation.author.id.as_str(),
            "decidedAt": operation.decided_at,
            "attempts": operation.attempts,
        }));
    }
    out(json, &json!(values), &lines)?;
    Ok(Exit::Done)
}

/// Lists what could not be read.
pub fn unreadable(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let found = client.attention()?.unreadable;
    let value: Vec<Value> = found
        .iter()
        .map(|one| json!({ "reference": one.reference, "problem": one.problem, "seenAt": one.seen_at }))
        .collect();
    let lines: Vec<String> = found.iter().map(|one| format!("{}: {}", one.reference, one.problem)).collect();
    out(json, &json!(value), &lines)?;
    Ok(if found.is_empty() { Exit::Done } else { Exit::NeedsAttention })
}

/// Says how things stand.
pub fn status(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let status = client.status()?;
    let session = client.session();
    let value = json!({
        "connected": session.connection.is_some(),
        "provider": session.connection.as_ref().map(provider),
        "staff": session.staff.as_ref().map(|staff| staff.id.as_str()),
        "keyInFile": session.key_in_file,
        "link": format!("{:?}", status.link),
        "freshness": format!("{:?}", status.freshness),
        "asAt": status.as_at,
        "requests": status.requests_here,
        "urgentOpen": status.urgent_open,
        "unsent": status.unsent,
        "conflicts": status.conflicts,
        "failed": status.failed,
        "unreadable": status.unreadable,
        "sentToday": status.sent_today,
    });
    let as_at = status.as_at.map_or("never".to_owned(), |at| at.to_rfc3339());
    let mut lines = vec![
        format!(
            "{} requests, {} urgent, as at {as_at} ({:?})",
            status.requests_here, status.urgent_open, status.freshness
        ),
        format!(
            "{} not sent, {} in conflict, {} failed, {} not readable, {} sent today",
            status.unsent, status.conflicts, status.failed, status.unreadable, status.sent_today
        ),
    ];
    if let Some(connection) = &session.connection {
        lines.extend(connection.limits().into_iter().map(|limit| limit.words().to_owned()));
    }
    out(json, &value, &lines)?;
    Ok(Exit::Done)
}

/// Prints the manager's figures.
pub fn workload(client: &Client, json: bool) -> Result<Exit, CommandError> {
    let (day, work) = client.workload(None);
    let value = json!({
        "day": day,
        "asAt": client.as_at(),
        "received": work.received,
        "open": work.open,
        "decided": work.decided,
        "closed": work.closed,
        "awaitingPatient": work.awaiting_patient,
        "neverSeen": work.never_seen,
        "late": work.late,
    });
    let line = format!(
        "{day}: received {}, open {}, decided {}, closed {}, late {}",
        work.received, work.open, work.decided, work.closed, work.late
    );
    out(json, &value, &[line])?;
    Ok(Exit::Done)
}

/// Prints a text as it is.
pub fn text(text: &str) -> Result<Exit, CommandError> {
    io::stdout().lock().write_all(text.as_bytes())?;
    Ok(Exit::Done)
}
