//! Desktop notifications: counts only, no name, no words of a patient's. A click on one leads to the urgent requests.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use notify_rust::{Notification, NotificationResponse, Urgency};
use tauri::AppHandle;
use tracing::warn;
use triage_client::{Notifier, Told};

use super::{events, window};

/// The system's own sound for what cannot wait, by the name that the system knows it by.
#[cfg(windows)]
const SOUND: &str = "Reminder";
#[cfg(target_os = "macos")]
const SOUND: &str = "Ping";
#[cfg(all(unix, not(target_os = "macos")))]
const SOUND: &str = "dialog-warning";

/// What a click on a notification counts as, on systems that ask for its name.
const OPEN: &str = "default";

/// Tells the user by the system's notifications.
#[derive(Debug, Clone)]
pub(crate) struct DesktopNotifier {
    clicked: Sender<()>,
}

/// The clicks on what was shown.
#[derive(Debug)]
pub(crate) struct Clicks(Receiver<()>);

impl DesktopNotifier {
    /// Makes one, and what its clicks come out of.
    pub(crate) fn new() -> (Self, Clicks) {
        let (clicked, clicks) = channel();
        (Self { clicked }, Clicks(clicks))
    }
}

impl Clicks {
    /// Puts the window in front with the urgent requests at each click, for as long as the program runs.
    pub(crate) fn follow(self, app: &AppHandle) {
        let app = app.clone();
        thread::spawn(move || {
            while self.0.recv().is_ok() {
                window::bring_to_front(&app);
                events::show_urgent(&app);
            }
        });
    }
}

impl Notifier for DesktopNotifier {
    fn urgent_arrived(&self, count: usize, told: Told) {
        let clicked = self.clicked.clone();
        // The system says what became of a notification to whoever waits for it.
        thread::spawn(move || {
            let opens = |response: &NotificationResponse| {
                if matches!(response, NotificationResponse::Default | NotificationResponse::Action(_)) {
                    let _ = clicked.send(());
                }
            };
            match notification(count, told).show() {
                Ok(shown) => {
                    if let Err(error) = shown.wait_for_response(opens) {
                        warn!(%error, "the system does not say what became of a notification");
                    }
                }
                Err(error) => warn!(%error, "the system shows no notifications"),
            }
        });
    }
}

fn notification(count: usize, told: Told) -> Notification {
    let body = match count {
        1 => "1 urgent request has arrived.".to_owned(),
        many => format!("{many} urgent requests have arrived."),
    };
    let mut notification = Notification::new();
    notification.appname("Triage Desk").summary("Triage Desk").body(&body).urgency(Urgency::Critical);
    notification.action(OPEN, "Show urgent requests");
    if told == Told::WithSound {
        notification.sound_name(SOUND);
    }
    notification.finalize()
}
