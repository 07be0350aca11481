//! The window as a person sees and uses it: what is on it, keys, and waiting until something is there.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::driver::Driver;
use crate::webdriver::Session;

const LOOK: &str = include_str!("look.js");

/// Ends once two frames were painted, or the window paints none because nothing of it is to be seen.
const PAINTED: &str = "const frame = () => new Promise((done) => { requestAnimationFrame(done); setTimeout(done, 300); }); \
                       return frame().then(frame).then(frame).then(() => true);";
/// How often the window is looked at.
const LOOK_GAP: Duration = Duration::from_millis(50);
/// Longest wait for anything that the window does by itself; the first sync on a busy machine takes longest.
const PATIENCE: Duration = Duration::from_secs(60);
/// After this time without an answer a person presses a key again: longer than the guard against typing keeps keys
/// from acting (900 ms, `ui/src/core/guards.ts`).
const PRESS_AGAIN: Duration = Duration::from_millis(1_500);

/// What is on the window.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sight {
    pub title: String,
    /// The names on the tiles, where somebody has to say who they are.
    pub staff: Vec<String>,
    pub rows: Vec<RowSight>,
    pub row_count: u64,
    /// How the line is, and how old the data are.
    pub link: String,
    /// Changes saved on this PC and not sent.
    pub unsent: Option<u64>,
    /// The last action, as the status bar says it.
    pub last: String,
    pub dialog: Option<String>,
    /// Who the open request is about.
    pub patient: String,
    pub alerts: Vec<String>,
    pub banners: Vec<String>,
    pub message: Option<MessageSight>,
    pub focus: FocusSight,
    /// What the region beside the list is called.
    pub region: String,
    /// The named parts of the window.
    pub regions: Vec<String>,
    /// The verbs on the open request.
    pub actions: Vec<String>,
    /// Conflicts in the list of what needs attention.
    pub conflicts: u64,
}

/// One row of the list.
#[derive(Debug, Clone, Deserialize)]
pub struct RowSight {
    pub name: String,
    pub selected: bool,
    /// Its place in the list, from 1.
    pub position: u64,
}

impl RowSight {
    /// Urgency and patient: the part of a row that does not change with time.
    pub fn who(&self) -> &str {
        self.name.split(", waiting ").next().unwrap_or(&self.name)
    }
}

/// The field of a reply.
#[derive(Debug, Clone, Deserialize)]
pub struct MessageSight {
    pub text: String,
}

/// What has the focus.
#[derive(Debug, Clone, Deserialize)]
pub struct FocusSight {
    pub role: String,
    pub name: String,
}

impl Sight {
    /// The row that is selected.
    pub fn selected(&self) -> Option<&RowSight> {
        self.rows.iter().find(|row| row.selected)
    }

    /// The row below the selected one.
    pub fn below(&self) -> Option<&RowSight> {
        let selected = self.selected()?;
        self.rows.iter().find(|row| row.position == selected.position + 1)
    }

    /// Says in a few lines what is on the window, for an error.
    fn told(&self) -> String {
        let selected = self.selected().map_or("none", |row| &row.name);
        let message = self.message.as_ref().map_or("none", |message| &message.text);
        format!(
            "“{}”, {}; selected: {selected}; open: {}; dialog: {:?}; alerts: {:?}; unsent: {:?}; status: {}; focus: {} “{}”; message: {message:?}",
            self.title,
            self.link,
            self.patient,
            self.dialog,
            self.alerts,
            self.unsent,
            self.last,
            self.focus.role,
            self.focus.name,
        )
    }

    /// Says whether the line to the provider is up.
    pub fn is_connected(&self) -> bool {
        self.link.starts_with("Connected")
    }
}

/// The open window.
pub struct Window {
    session: Session,
    driver: Driver,
    pictures: PathBuf,
}

impl Window {
    /// Takes over a session that the driver opened.
    pub fn new(session: Session, driver: Driver, pictures: &Path) -> Self {
        Self { session, driver, pictures: pictures.to_owned() }
    }

    /// Closes the application.
    pub async fn close(self) -> Result<()> {
        self.session.close().await.context("the application could not be closed")?;
        self.driver.stop().await
    }

    /// Looks at the window.
    pub async fn look(&self) -> Result<Sight> {
        let seen = self.session.run(LOOK).await?;
        serde_json::from_value(seen).context("the window cannot be read")
    }

    /// Waits until the window is as it should be; an end of patience says what was there instead.
    pub async fn wait(&self, what: &str, wanted: impl Fn(&Sight) -> bool) -> Result<Sight> {
        match self.seen_within(PATIENCE, &wanted).await? {
            Ok(sight) => Ok(sight),
            Err(sight) => bail!("{what}: not within {} s; the window shows {}", PATIENCE.as_secs(), sight.told()),
        }
    }

    /// Presses a key until the window answers, as a person does whose key was taken for typing.
    pub async fn press_until(&self, chord: &str, what: &str, wanted: impl Fn(&Sight) -> bool) -> Result<Sight> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.press(chord).await?;
            match self.seen_within(PRESS_AGAIN, &wanted).await? {
                Ok(sight) => return Ok(sight),
                Err(sight) if Instant::now() > deadline => {
                    bail!("{what}: {chord} did not do it; the window shows {}", sight.told())
                }
                Err(_) => {}
            }
        }
    }

    /// Presses a chord once.
    pub async fn press(&self, chord: &str) -> Result<()> {
        self.session.press(chord).await
    }

    /// Types into whatever has the focus.
    pub async fn write(&self, text: &str) -> Result<()> {
        self.session.write(text).await
    }

    /// Returns the window that is looked at.
    pub async fn here(&self) -> Result<String> {
        self.session.window().await
    }

    /// Looks at another of the application's windows from now on.
    pub async fn go_to(&self, window: &str) -> Result<()> {
        self.session.go_to(window).await
    }

    /// Waits until there is a second window.
    pub async fn another(&self) -> Result<String> {
        let here = self.here().await?;
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(other) = self.session.windows().await?.into_iter().find(|window| *window != here) {
                return Ok(other);
            }
            if Instant::now() > deadline {
                bail!("there is no second window");
            }
            sleep(LOOK_GAP).await;
        }
    }

    /// Waits until the window that is looked at is the only one.
    pub async fn alone(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while self.session.windows().await?.len() > 1 {
            if Instant::now() > deadline {
                bail!("the second window stays");
            }
            sleep(LOOK_GAP).await;
        }
        Ok(())
    }

    /// Runs a function body in the page and returns what it returns.
    pub async fn run(&self, script: &str) -> Result<Value> {
        self.session.run(script).await
    }

    /// Keeps a picture and returns its file name.
    pub async fn picture(&self, name: &str) -> Result<String> {
        let file = format!("{name}.png");
        // The driver takes the frame that was painted last, which may be one before what the page says.
        self.session.run(PAINTED).await?;
        std::fs::write(self.pictures.join(&file), self.session.picture().await?)?;
        Ok(file)
    }

    async fn seen_within(&self, time: Duration, wanted: &impl Fn(&Sight) -> bool) -> Result<Result<Sight, Sight>> {
        let deadline = Instant::now() + time;
        loop {
            let sight = self.look().await?;
            if wanted(&sight) {
                return Ok(Ok(sight));
            }
            if Instant::now() > deadline {
                return Ok(Err(sight));
            }
            sleep(LOOK_GAP).await;
        }
    }
}
