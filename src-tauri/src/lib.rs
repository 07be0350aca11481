//! The desktop shell: assembles the window, the commands and the client. The only place that knows Tauri.

mod arguments;
mod bindings;
mod commands;
mod desktop;
mod rescue;
mod state;
mod views;

use std::io;
use std::process::ExitCode;

use clap::Parser;
use tauri::Manager;
use tracing::error;
use tracing_subscriber::EnvFilter;

use arguments::Arguments;
use desktop::notifications::DesktopNotifier;
use state::Desktop;

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_env_filter(EnvFilter::from_env("TRIAGE_LOG")).with_writer(io::stderr).init();
    if arguments.rescue {
        return rescue::run(&arguments);
    }
    desktop::webview::prefer_a_renderer_that_shows();
    let (notifier, clicks) = DesktopNotifier::new();
    let desktop = Desktop::open(&arguments, notifier);
    let mut context = tauri::generate_context!();
    desktop::webview::open_to_a_driver(&mut context);
    let built = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| desktop::window::bring_to_front(app)))
        .plugin(desktop::window::place_of_last_time())
        .manage(desktop)
        .manage(desktop::clipboard::Board::default())
        .manage(desktop::reader_window::ReaderWindow::default())
        .invoke_handler(bindings::handler())
        .setup(move |app| {
            if let Some(client) = app.state::<Desktop>().real() {
                desktop::events::forward(app.handle(), client);
            }
            desktop::clock::watch(&app.state::<Desktop>());
            clicks.follow(app.handle());
            Ok(())
        })
        .build(context);
    match built {
        Ok(app) => {
            app.run(desktop::window::heard);
            ExitCode::SUCCESS
        }
        Err(error) => {
            error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
