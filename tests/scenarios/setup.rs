//! What a practice sets up on one PC works there, is copied to the others as a file, and is taken whole or not at all.

use tests::{Desk, Pc, Provider};
use triage_client::desk::View;
use triage_client::{CopyWhat, DecideError, RouteForm, SetupError, UndoWay};
use triage_domain::setup::{PracticeSetup, Route, SetupProblem, Template};
use triage_domain::{Blocked, OpId, Owner, RequestId, Urgency, Words};

const GP: &str = "555000000101";
const RECEPTIONIST: &str = "555000000121";
const MANAGER: &str = "555000000131";

fn to_pharmacy(desk: &Desk) -> Route {
    let team = desk.session().teams.into_iter().find(|team| team.id.as_str() == "pharmacy").unwrap();
    let note = Some(Words::new("Please look at the repeat"));
    Route { label: "Pharmacist".to_owned(), to: Owner::Team(team), urgency: Some(Urgency::UrgentToday), note }
}

fn sets_up(desk: &Desk, change: impl FnOnce(&mut PracticeSetup)) -> Result<(), SetupError> {
    let before = desk.setup().unwrap();
    let mut practice = before.practice;
    change(&mut practice);
    desk.save_setup(practice, before.personal).map(|_| ())
}

/// Chooses the route on the first request of a list that it changes in every way.
async fn routes(desk: &Desk) -> (RequestId, [OpId; 3], OpId) {
    let rows = desk.rows(View::Unassigned);
    let row = rows.iter().find(|row| row.request.state.urgency < Urgency::UrgentToday).unwrap();
    let id = row.request.id.clone();
    let form = form(desk, &id);
    let (op_ids, done_by) = (form.op_ids.clone(), desk.route(form).await.unwrap());
    (id, op_ids, done_by)
}

fn form(desk: &Desk, id: &RequestId) -> RouteForm {
    RouteForm {
        op_ids: [desk.new_op_id(), desk.new_op_id(), desk.new_op_id()],
        request_id: id.clone(),
        seen: desk.request(id).unwrap().seen,
        route: "Pharmacist".to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_raises_notes_and_assigns_by_one_key_and_one_undo_takes_all_of_it_back() {
    let provider = Provider::start().await;
    let pc = Pc::of(RECEPTIONIST, &provider).await;
    let desk = Desk::on(&pc, MANAGER);
    let route = to_pharmacy(&desk);
    sets_up(&desk, |setup| setup.routes = vec![route.clone()]).unwrap();
    assert!(desk.choose_staff(&triage_domain::StaffId::parse(RECEPTIONIST).unwrap()).unwrap());

    let (id, op_ids, done_by) = routes(&desk).await;
    let routed = desk.request(&id).unwrap().request;
    assert!(routed.state.owner.is_same(&route.to));
    assert_eq!(routed.state.urgency, Urgency::UrgentToday);
    assert_eq!(routed.notes.last().unwrap().text.as_str(), "Please look at the repeat");

    let again = RouteForm { op_ids: op_ids.clone(), ..form(&desk, &id) };
    assert_eq!(desk.route(again).await.unwrap(), done_by, "a call that comes twice has one effect");
    let actions = desk.actions().unwrap();
    let listed: Vec<&OpId> = actions.iter().map(|action| &action.op_id).collect();
    assert_eq!(listed, [&op_ids[2], &op_ids[1], &op_ids[0]], "the last action is the one that gave it away");
    assert!(actions.iter().all(|action| action.undo == UndoWay::Withdraws));

    desk.undo(desk.new_op_id(), done_by).await.unwrap();
    let back = desk.request(&id).unwrap().request;
    assert_eq!((back.state.owner, back.notes.len()), (Owner::Nobody, routed.notes.len() - 1));
    assert!(back.state.urgency < Urgency::UrgentToday);
    assert_eq!(desk.live_operations().len(), 0, "nothing of it is left to be sent");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_on_something_that_has_changed_since_saves_nothing_at_all() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let route = to_pharmacy(&desk);
    sets_up(&desk, |setup| setup.routes = vec![route]).unwrap();
    let id = desk.rows(View::Unassigned)[0].request.id.clone();
    let stale = RouteForm { seen: "what was on screen an hour ago".to_owned(), ..form(&desk, &id) };
    assert!(matches!(desk.route(stale).await, Err(DecideError::ChangedSince { .. })));
    assert_eq!(desk.live_operations().len(), 0);

    desk.route(form(&desk, &id)).await.unwrap();
    let note_only = desk.route(form(&desk, &id)).await.unwrap();
    let left: Vec<&str> = desk.actions().unwrap().iter().map(|action| action.decision.kind()).collect();
    assert_eq!(left[0], "add-note", "what is so already is not decided again");
    desk.undo(desk.new_op_id(), note_only).await.unwrap();
    let gone = RouteForm { route: "Physio".to_owned(), ..form(&desk, &id) };
    assert!(matches!(desk.route(gone).await, Err(DecideError::NotFound)));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_route_that_has_nothing_to_do_says_so() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    let route = Route { note: None, ..to_pharmacy(&desk) };
    sets_up(&desk, |setup| setup.routes = vec![route]).unwrap();
    let id = desk.rows(View::Unassigned)[0].request.id.clone();
    desk.route(form(&desk, &id)).await.unwrap();
    assert!(matches!(desk.route(form(&desk, &id)).await, Err(DecideError::Blocked(Blocked::NoChange))));
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reception_uses_the_setup_and_changes_only_its_own_part() {
    let provider = Provider::start().await;
    let pc = Pc::of(RECEPTIONIST, &provider).await;
    let desk = Desk::on(&pc, RECEPTIONIST);
    let refused = sets_up(&desk, |setup| setup.outcomes.truncate(3));
    let not_allowed =
        |error: &SetupError| matches!(error, SetupError::Fault(fault) if fault.problem == SetupProblem::NotAllowed);
    assert!(refused.is_err_and(|error| not_allowed(&error)));
    assert!(desk.setup().unwrap().change.is_none(), "nothing has changed");

    let mut own = desk.setup().unwrap().personal;
    own.single_keys = false;
    let text = Words::new("Come to the desk, please.");
    own.templates.push(Template { name: "Desk".to_owned(), language: triage_domain::setup::Language::En, text });
    desk.save_setup(desk.setup().unwrap().practice, own.clone()).unwrap();
    desk.stop().await;
    drop(desk);

    let desk = Desk::on(&pc, RECEPTIONIST);
    assert_eq!(desk.setup().unwrap().personal, own, "it is there after a restart");
    assert!(desk.choose_staff(&triage_domain::StaffId::parse(GP).unwrap()).unwrap());
    assert_ne!(desk.setup().unwrap().personal, own, "and nobody else's");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_pc_is_set_up_and_the_others_take_its_file_whole_or_not_at_all() {
    let provider = Provider::start().await;
    let (one, other) = (Pc::of(MANAGER, &provider).await, Pc::of(MANAGER, &provider).await);
    let desk = Desk::on(&one, MANAGER);
    let route = to_pharmacy(&desk);
    sets_up(&desk, |setup| {
        setup.routes = vec![route];
        setup.outcomes = vec!["pharmacist".to_owned(), "advice-by-message".to_owned()];
    })
    .unwrap();
    let file = desk.export_setup().unwrap();
    let set_up = desk.setup().unwrap().practice;
    desk.stop().await;

    let desk = Desk::on(&other, MANAGER);
    let untouched = desk.setup().unwrap();
    let newer = file.replacen("\"triageDeskSetup\": 1", "\"triageDeskSetup\": 2", 1);
    let wrong = file.replacen("advice-by-message", "cured", 1);
    for (text, field) in [("{}", "file"), ("not json", "file"), (newer.as_str(), "file"), (wrong.as_str(), "outcomes")]
    {
        let error = desk.import_setup(text).unwrap_err();
        let named = match error {
            SetupError::NotASetupFile | SetupError::NewerFile => "file".to_owned(),
            SetupError::Fault(fault) => fault.field,
            SetupError::NotReady | SetupError::Store(_) => panic!("{error}"),
        };
        assert_eq!(named, field);
        assert_eq!(desk.setup().unwrap(), untouched, "nothing has changed");
    }
    let taken = desk.import_setup(&file).unwrap();
    assert_eq!(taken.practice, set_up);
    assert_eq!(taken.change.unwrap().by, "Jo Marsh");
    assert_eq!(desk.session().outcomes, ["pharmacist", "advice-by-message"], "what can be chosen follows");
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_copied_for_the_record_has_the_practices_form() {
    let provider = Provider::start().await;
    let pc = Pc::of(GP, &provider).await;
    let desk = Desk::on(&pc, GP);
    sets_up(&desk, |setup| setup.record_format = Words::new("{{patient}} / {{words}}")).unwrap();
    let row = &desk.rows(View::AllOpen)[0];
    let request = desk.request(&row.request.id).unwrap().request;
    let words = request.submission.words.as_str().trim().to_owned();
    let copied = |what| desk.copied(&request.id, what).unwrap();
    assert_eq!(copied(CopyWhat::Record).as_str(), format!("{} / {words}", request.patient.name.display()));
    let number = request.patient.nhs_number.number().unwrap();
    assert_eq!(copied(CopyWhat::NhsNumber).as_str(), number.digits());
    assert_eq!(copied(CopyWhat::NhsNumberSpaced).as_str(), number.spaced());
    desk.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_that_has_set_up_nothing_has_a_route_to_each_of_its_teams() {
    let provider = Provider::start().await;
    let pc = Pc::of(RECEPTIONIST, &provider).await;
    let desk = Desk::on(&pc, RECEPTIONIST);
    let teams: Vec<String> = desk.session().teams.into_iter().map(|team| team.name).collect();
    let routes = desk.setup().unwrap().practice.routes;
    assert!(!teams.is_empty());
    assert_eq!(routes.iter().map(|route| &route.label).collect::<Vec<_>>(), teams.iter().collect::<Vec<_>>());
    desk.stop().await;
}
