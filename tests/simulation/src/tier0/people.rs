//! The people: what they decide on what is on their screen, and how they settle what is stuck.

use triage_domain::{
    AfterReply, Author, Category, Decision, Disposition, Message, Owner, PersonRef, TriageRequest, Urgency, Words,
};
use triage_sync::view::fold;
use triage_sync::{Basis, Input};

use super::names;
use super::pc::Pc;
use super::step::Kind;

/// Returns the request as it is shown on a PC.
pub fn shown(pc: &Pc, about: u8) -> Option<TriageRequest> {
    let mut request = pc.cache.copy(about)?.request.clone();
    fold(&mut request, pc.engine.operations_about(names::request_id(about)));
    Some(request)
}

/// Makes the decision of this kind on a request as it is shown; nothing where none is possible.
pub fn decision(kind: Kind, request: &TriageRequest, author: &Author, words: &str) -> Option<Decision> {
    let words = Words::new(words);
    let urgency = request.state.urgency;
    let advice = || Disposition::known("advice-by-message");
    let decision = match kind {
        Kind::Note => Decision::AddNote { text: words },
        Kind::Opened if request.state.first_opened_at.is_some() => return None,
        Kind::Opened => Decision::FirstOpened,
        Kind::TakeOver => {
            let mine = Owner::Person(PersonRef { id: author.id.clone(), name: author.name.clone() });
            let to = if mine.is_same(&request.state.owner) { Owner::Nobody } else { mine };
            Decision::Assign { to }
        }
        Kind::Sort => {
            let at = Category::ALL.iter().position(|category| *category == request.state.category)?;
            Decision::SetCategory { to: Category::ALL[(at + 1) % Category::ALL.len()] }
        }
        Kind::Raise => Decision::SetUrgency { to: next(urgency, 1)?, reason: None },
        Kind::Lower => Decision::SetUrgency { to: next(urgency, -1)?, reason: Some(words) },
        Kind::Reply => Decision::reply(words, AfterReply::KeepOpen),
        Kind::ReplyAndWait => Decision::reply(words, AfterReply::AwaitPatient { until: None }),
        Kind::ReplyAndClose => Decision::reply(words, AfterReply::Close { disposition: advice()?, mode: None }),
        Kind::Close => Decision::Close { disposition: advice()?, mode: None, reason: Some(words) },
        Kind::Reopen => Decision::Reopen { reason: words },
    };
    decision.check(request, author, names::at(0)).is_ok().then_some(decision)
}

fn next(urgency: Urgency, step: i8) -> Option<Urgency> {
    let order = [Urgency::Routine, Urgency::Soon, Urgency::UrgentToday, Urgency::Emergency];
    let at = order.iter().position(|other| *other == urgency)?;
    order.get(at.checked_add_signed(isize::from(step))?).copied()
}

/// The number and the input of a decision on what this PC shows.
pub fn decides(pc: &Pc, about: u8, kind: Kind, op: u16) -> Option<Input> {
    let request = shown(pc, about)?;
    let author = names::author(pc.user).clone();
    let decision = decision(kind, &request, &author, &format!("words {op}"))?;
    Some(Input::Decided {
        op_id: names::op_id(op),
        request_id: request.id.clone(),
        decision,
        author,
        basis: Box::new(Basis::of(&request)),
    })
}

/// Gives the newest decision of this PC again, with other words.
pub fn decides_again(pc: &Pc) -> Option<Input> {
    let newest = pc.engine.operations().last()?;
    Some(Input::Decided {
        op_id: newest.op_id.clone(),
        request_id: newest.request_id.clone(),
        decision: Decision::AddNote { text: Words::new("edited") },
        author: newest.author.clone(),
        basis: Box::new(newest.basis.clone()),
    })
}

/// The newest decision that can be taken back.
pub fn withdraws(pc: &Pc) -> Option<u16> {
    let can = pc.engine.operations().filter(|operation| pc.engine.can_withdraw(&operation.op_id));
    can.last().map(|operation| names::op(&operation.op_id))
}

/// The oldest decision that waits for a person.
pub fn stuck(pc: &Pc) -> Option<u16> {
    let stuck = pc.engine.operations().find(|operation| operation.state.needs_a_person());
    stuck.map(|operation| names::op(&operation.op_id))
}

/// A person lets the provider's state stand.
pub fn keeps_theirs(pc: &Pc, op: u16) -> Input {
    Input::KeptTheirs { op_id: names::op_id(op), by: names::author(pc.user).clone(), reason: Words::new("theirs") }
}

/// A person takes the decision again on what is there now; nothing where the rules do not allow it.
pub fn reissues(pc: &Pc, op: u16, new: u16) -> Option<Input> {
    let operation = pc.engine.operation(&names::op_id(op))?;
    let copy = pc.cache.copy(names::about(&operation.request_id))?;
    let by = names::author(pc.user).clone();
    operation.decision.check(&copy.request, &by, names::at(0)).ok()?;
    Some(Input::Reissued {
        op_id: operation.op_id.clone(),
        by,
        reason: Words::new("mine again"),
        new_op_id: names::op_id(new),
        basis: Box::new(copy.basis.clone()),
    })
}

/// The patient writes again.
pub fn patient_writes(request: &mut TriageRequest, message: u16) {
    request.messages.push(Message::FromPatient {
        id: format!("m-{message}"),
        at: names::at(0),
        text: Words::new("It is worse"),
    });
}
