//! The few commands of the WebDriver protocol (W3C) that the day needs.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

/// The driver answers within this time or never: drawing, scripts and keys take milliseconds, a start of the
/// application takes seconds.
const ANSWER_MAX: Duration = Duration::from_secs(60);

/// The name of an element's id in WebDriver's answers, fixed by the standard.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One open window under a driver.
pub struct Session {
    http: reqwest::Client,
    base: String,
}

impl Session {
    /// Opens the application through the driver at `address`.
    pub async fn open(address: &str, capabilities: Value) -> Result<Self> {
        let http = reqwest::Client::builder().no_proxy().timeout(ANSWER_MAX).build()?;
        let body = json!({ "capabilities": { "alwaysMatch": capabilities } });
        let answer = command(with_json(http.post(format!("http://{address}/session")), &body)).await?;
        let id = answer["sessionId"].as_str().context("the driver gave no session")?;
        Ok(Self { base: format!("http://{address}/session/{id}"), http })
    }

    /// Closes the window, and the application with it.
    pub async fn close(self) -> Result<()> {
        command(self.http.delete(&self.base)).await?;
        Ok(())
    }

    /// Runs a function body in the page and returns what it returns.
    pub async fn run(&self, script: &str) -> Result<Value> {
        self.post("execute/sync", &json!({ "script": script, "args": [] })).await
    }

    /// Presses a chord such as `Ctrl+Shift+l` and lets it go.
    pub async fn press(&self, chord: &str) -> Result<()> {
        let keys = chord.split('+').map(key).collect::<Result<Vec<_>>>()?;
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key }));
        let actions: Vec<Value> = down.chain(up).collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] });
        self.post("actions", &body).await?;
        Ok(())
    }

    /// Types a text into whatever has the focus.
    pub async fn write(&self, text: &str) -> Result<()> {
        let focused = command(self.http.get(format!("{}/element/active", self.base))).await?;
        let id = focused[ELEMENT].as_str().context("nothing has the focus")?;
        self.post(&format!("element/{id}/value"), &json!({ "text": text })).await?;
        Ok(())
    }

    /// Returns the window that the commands go to.
    pub async fn window(&self) -> Result<String> {
        let answer = command(self.http.get(format!("{}/window", self.base))).await?;
        Ok(answer.as_str().context("the driver named no window")?.to_owned())
    }

    /// Lists the application's windows.
    pub async fn windows(&self) -> Result<Vec<String>> {
        let answer = command(self.http.get(format!("{}/window/handles", self.base))).await?;
        serde_json::from_value(answer).context("the driver listed no windows")
    }

    /// Sends the commands that follow to another window.
    pub async fn go_to(&self, window: &str) -> Result<()> {
        self.post("window", &json!({ "handle": window })).await?;
        Ok(())
    }

    /// Takes a picture of the page as a PNG file.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        let answer = command(self.http.get(format!("{}/screenshot", self.base))).await?;
        Ok(STANDARD.decode(answer.as_str().context("the driver gave no picture")?)?)
    }

    async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        command(with_json(self.http.post(format!("{}/{path}", self.base)), body)).await
    }
}

/// Says whether a driver at `address` takes sessions.
pub async fn is_ready(address: &str) -> bool {
    let Ok(http) = reqwest::Client::builder().no_proxy().timeout(ANSWER_MAX).build() else { return false };
    command(http.get(format!("http://{address}/status"))).await.is_ok()
}

fn with_json(request: reqwest::RequestBuilder, body: &Value) -> reqwest::RequestBuilder {
    request.header("content-type", "application/json").body(body.to_string())
}

async fn command(request: reqwest::RequestBuilder) -> Result<Value> {
    let answer = request.send().await.context("the driver does not answer")?;
    let status = answer.status();
    let mut body: Value = serde_json::from_str(&answer.text().await?).unwrap_or_default();
    let value = body["value"].take();
    if !status.is_success() {
        bail!("the driver refused: {} ({})", value["error"], value["message"]);
    }
    Ok(value)
}

/// The character that stands for a key, as the standard lists them.
fn key(name: &str) -> Result<String> {
    let code = match name {
        "Enter" => '\u{e007}',
        "Shift" => '\u{e008}',
        "Ctrl" => '\u{e009}',
        "Alt" => '\u{e00a}',
        "Escape" => '\u{e00c}',
        "PageDown" => '\u{e00f}',
        "Tab" => '\u{e004}',
        "Space" => ' ',
        "F8" => '\u{e038}',
        "Home" => '\u{e011}',
        "End" => '\u{e010}',
        "ArrowLeft" => '\u{e012}',
        "ArrowUp" => '\u{e013}',
        "ArrowRight" => '\u{e014}',
        "ArrowDown" => '\u{e015}',
        "F5" => '\u{e035}',
        _ if name.chars().count() == 1 => return Ok(name.to_owned()),
        _ => bail!("there is no key {name}"),
    };
    Ok(code.to_string())
}
