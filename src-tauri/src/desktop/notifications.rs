//! Desktop notifications: counts only, no name, no words of a patient's.

use std::thread;

use notify_rust::{Notification, Urgency};
use tracing::warn;
use triage_client::{Notifier, Told};

/// The system's own sound for what cannot wait, by the name that the system knows it by.
#[cfg(windows)]
const SOUND: &str = "Reminder";
#[cfg(target_os = "macos")]
const SOUND: &str = "Ping";
#[cfg(all(unix, not(target_os = "macos")))]
const SOUND: &str = "dialog-warning";

/// Tells the user by the system's notifications.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DesktopNotifier;

impl Notifier for DesktopNotifier {
    fn urgent_arrived(&self, count: usize, told: Told) {
        thread::spawn(move || {
            let body = match count {
                1 => "1 urgent request has arrived.".to_owned(),
                many => format!("{many} urgent requests have arrived."),
            };
            let mut notification = Notification::new();
            notification.appname("Triage Desk").summary("Triage Desk").body(&body).urgency(Urgency::Critical);
            if told == Told::WithSound {
                notification.sound_name(SOUND);
            }
            if let Err(error) = notification.show() {
                warn!(%error, "the system shows no notifications");
            }
        });
    }
}
