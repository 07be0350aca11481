//! The one table of commands. It makes the handler, and the TypeScript that the window calls it by; a test fails when the
//! file in the UI is stale.

use tauri::Wry;
use tauri::ipc::Invoke;

macro_rules! commands {
    ($($module:ident :: $name:ident ($($request:ty)?) -> $answer:literal;)*) => {
        /// Handles every command of the table.
        pub(crate) fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$(crate::commands::$module::$name),*]
        }

        #[cfg(test)]
        fn table(config: &ts_rs::Config) -> Vec<(&'static str, Option<String>, &'static str)> {
            vec![$((
                stringify!($name),
                None::<String>$(.or(Some(<$request as ts_rs::TS>::name(config))))?,
                $answer,
            )),*]
        }
    };
}

commands! {
    frame::session() -> "SessionView";
    frame::connect(crate::views::frame::ConnectForm) -> "SessionView";
    frame::sign_in(crate::views::frame::SignInForm) -> "SessionView";
    frame::sign_in_with_browser() -> "SessionView";
    frame::switch_user() -> "SessionView";
    frame::keep_place(crate::views::place::PlaceView) -> "null";
    frame::window_focus(crate::views::frame::WindowFocusForm) -> "null";
    queue::rail() -> "RailView";
    queue::queue(crate::views::queue::QueueForm) -> "QueueView";
    reader::request(crate::views::reader::IdForm) -> "RequestView";
    reader::photo(crate::views::reader::IdForm) -> "ArrayBuffer";
    reader::draft(crate::views::status::DraftForm) -> "DraftView | null";
    reader::save_draft(crate::views::status::SaveDraftForm) -> "DraftView | null";
    reader::attach(crate::views::decision::AttachForm) -> "DraftView";
    reader::detach(crate::views::decision::DetachForm) -> "DraftView";
    reader::start_writing(crate::views::writing::WritingForm) -> "ClaimView | null";
    reader::stop_writing(crate::views::writing::WritingForm) -> "null";
    typed::typed(crate::views::typed::TypedForm) -> "TypedView | null";
    typed::keep_typed(crate::views::typed::KeepTypedForm) -> "null";
    reader_window::toggle_reader_window() -> "ReaderWindowView";
    reader_window::reader_window() -> "ReaderWindowView";
    reader_window::show_in_reader(crate::views::reader::IdForm) -> "null";
    copy::copy(crate::views::copy::CopyForm) -> "CopiedView";
    decide::decide(crate::views::decision::DecideForm) -> "DecidedView";
    decide::undo(crate::views::decision::UndoForm) -> "DecidedView";
    decide::resolve(crate::views::decision::ResolveForm) -> "null";
    decide::enter(crate::views::enter::EnterForm) -> "EnteredView";
    decide::hold_times() -> "Array<HoldTimeView>";
    setup::setup() -> "SetupView";
    setup::save_setup(crate::views::setup::SetupForm) -> "SetupView";
    setup::export_setup() -> "ExportedView";
    setup::import_setup(crate::views::setup::ImportForm) -> "SetupView";
    setup::route_request(crate::views::setup::RouteRequestForm) -> "DecidedView";
    status::actions() -> "Array<LastActionView>";
    status::status() -> "StatusView";
    status::set_work_offline(crate::views::status::WorkOfflineForm) -> "StatusView";
    status::sync_now() -> "null";
    minutes::start_minutes(crate::views::minutes::MinutesForm) -> "MinutesView";
    minutes::resume_minutes() -> "MinutesView";
    minutes::stop_minutes() -> "MinutesView | null";
    minutes::minutes() -> "MinutesView | null";
    outage::outage_list(crate::views::outage::OutageListForm) -> "OutageListView";
    attention::attention() -> "AttentionView";
    work::workload() -> "WorkloadView";
    work::export_workload() -> "ExportedView";
    report::report() -> "ReportView";
    report::copy_report() -> "ReportView";
    training::start_practising() -> "SessionView";
    training::stop_practising() -> "SessionView";
    training::training() -> "TrainingView | null";
}

#[cfg(test)]
mod tests;
