//! A line that goes wrong in every way that a line can, by the fall of dice: a TCP proxy of our own in front of a server.
//!
//! Each request goes over a connection of its own on both sides, so that each meets one fault. Nothing is reordered: one
//! connection cannot do that.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::dice::Dice;
use crate::wire::Wire;

/// Longest silence of a connection that is open on one side only.
const SILENCE_MS_MAX: usize = 900;
const DELAY_MS_MAX: usize = 250;
/// Bytes that trickle at a time, and the pause after them.
const TRICKLE_BYTES: usize = 24;
const TRICKLE_PAUSE: Duration = Duration::from_millis(2);
/// Most bytes that trickle before the rest comes in one piece.
const TRICKLED_BYTES_MAX: usize = 4_000;

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineFault {
    /// The answer comes late.
    Delay,
    /// The connection closes before a byte is read.
    DropConnect,
    /// The request is taken and nothing is heard of it; the connection breaks after a while.
    HalfOpen,
    /// The request reaches the server byte by byte.
    SlowRequest,
    /// The answer comes byte by byte.
    SlowAnswer,
    /// The connection breaks after some bytes of the request.
    ResetRequest,
    /// The server has all of the request, and the connection breaks before the answer.
    LoseAnswer,
    /// The connection breaks after some bytes of the answer.
    ResetAnswer,
    /// The answer ends early, and the connection closes as if it were whole.
    TruncateAnswer,
    /// The server gets the request twice; the client hears the first answer.
    TwiceFirstAnswer,
    /// The server gets the request twice; the client hears the second answer.
    TwiceSecondAnswer,
}

const FAULTS: [LineFault; 11] = [
    LineFault::Delay,
    LineFault::DropConnect,
    LineFault::HalfOpen,
    LineFault::SlowRequest,
    LineFault::SlowAnswer,
    LineFault::ResetRequest,
    LineFault::LoseAnswer,
    LineFault::ResetAnswer,
    LineFault::TruncateAnswer,
    LineFault::TwiceFirstAnswer,
    LineFault::TwiceSecondAnswer,
];

/// A line to a server.
pub struct Proxy {
    /// The server as it is reached over this line.
    pub wire: Wire,
    held: Arc<Held>,
    serving: JoinHandle<()>,
}

struct Held {
    to: String,
    is_bad: AtomicBool,
    dice: Mutex<Dice>,
    met: Mutex<BTreeMap<LineFault, u32>>,
}

/// One fault and the numbers that go with it, thrown before anything happens.
#[derive(Clone, Copy)]
struct Throw {
    fault: Option<LineFault>,
    number: usize,
}

impl Proxy {
    /// Lays a line to a server; it is good until it is told to go bad.
    pub async fn to(server: &Wire, seed: u64) -> Self {
        let held = Arc::new(Held {
            to: server.origin().trim_start_matches("http://").to_owned(),
            is_bad: AtomicBool::new(false),
            dice: Mutex::new(Dice::new(seed)),
            met: Mutex::default(),
        });
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let path = server.base.strip_prefix(server.origin()).unwrap_or_default();
        let base = format!("http://{}{path}", listener.local_addr().unwrap());
        let serving = tokio::spawn(accept(listener, Arc::clone(&held)));
        Self { wire: Wire::new(base), held, serving }
    }

    /// From now on half of the requests meet a fault.
    pub fn go_bad(&self) {
        self.held.is_bad.store(true, Ordering::SeqCst);
    }

    /// From now on everything passes.
    pub fn be_good(&self) {
        self.held.is_bad.store(false, Ordering::SeqCst);
    }

    /// Returns how often each fault was met.
    #[must_use]
    pub fn met(&self) -> BTreeMap<LineFault, u32> {
        self.held.met.lock().unwrap().clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Held {
    fn throw(&self) -> Throw {
        let mut dice = self.dice.lock().unwrap();
        let (place, number) = (dice.below(2 * FAULTS.len()), dice.below(1 << 16));
        let fault = FAULTS.get(place).copied().filter(|_| self.is_bad.load(Ordering::SeqCst));
        if let Some(fault) = fault {
            *self.met.lock().unwrap().entry(fault).or_default() += 1;
        }
        Throw { fault, number }
    }
}

async fn accept(listener: TcpListener, held: Arc<Held>) {
    while let Ok((client, _)) = listener.accept().await {
        let held = Arc::clone(&held);
        // A connection that breaks is what this is for.
        tokio::spawn(async move { carry(client, &held).await.unwrap_or_default() });
    }
}

/// Carries one request over and its answer back.
async fn carry(mut client: TcpStream, held: &Held) -> io::Result<()> {
    let Throw { fault, number } = held.throw();
    if fault == Some(LineFault::DropConnect) {
        return reset(client);
    }
    let Some(request) = read_request(&mut client).await? else { return Ok(()) };
    if fault == Some(LineFault::HalfOpen) {
        pause(number % SILENCE_MS_MAX).await;
        return reset(client);
    }
    if fault == Some(LineFault::ResetRequest) {
        let mut server = TcpStream::connect(&held.to).await?;
        server.write_all(&request[..number % request.len()]).await?;
        reset(server)?;
        return reset(client);
    }
    if fault == Some(LineFault::Delay) {
        pause(number % DELAY_MS_MAX).await;
    }
    let first = ask(held, &request, fault).await?;
    let answer = if matches!(fault, Some(LineFault::TwiceFirstAnswer | LineFault::TwiceSecondAnswer)) {
        let second = ask(held, &request, None).await?;
        if fault == Some(LineFault::TwiceFirstAnswer) { first } else { second }
    } else {
        first
    };
    give(client, answer, (fault, number)).await
}

/// Gives the client the answer, or what is left of it.
async fn give(
    mut client: TcpStream,
    mut answer: Vec<u8>,
    (fault, number): (Option<LineFault>, usize),
) -> io::Result<()> {
    if fault == Some(LineFault::LoseAnswer) {
        return reset(client);
    }
    if fault == Some(LineFault::ResetAnswer) {
        client.write_all(&answer[..number % answer.len().max(1)]).await?;
        return reset(client);
    }
    if fault == Some(LineFault::TruncateAnswer) {
        let body = end_of_head(&answer).unwrap_or(0);
        answer.truncate(body + number % (answer.len() - body).max(1));
    }
    if fault == Some(LineFault::SlowAnswer) {
        trickle(&mut client, &answer).await?;
    } else {
        client.write_all(&answer).await?;
    }
    client.shutdown().await
}

/// Reads a whole request and marks its connection as one that closes after it; none where the client says nothing.
async fn read_request(client: &mut TcpStream) -> io::Result<Option<Vec<u8>>> {
    let mut read = Vec::new();
    let head = loop {
        if let Some(end) = end_of_head(&read) {
            break end;
        }
        if client.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    };
    let text = String::from_utf8_lossy(&read[..head]).into_owned();
    let length = header(&text, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    while read.len() < head + length {
        if client.read_buf(&mut read).await? == 0 {
            return Ok(None);
        }
    }
    let lines = text.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let mut request: Vec<u8> = lines.flat_map(|line| format!("{line}\r\n").into_bytes()).collect();
    request.extend_from_slice(b"connection: close\r\n\r\n");
    request.extend_from_slice(&read[head..]);
    Ok(Some(request))
}

/// Sends a request to the server and reads the answer to its end.
async fn ask(held: &Held, request: &[u8], fault: Option<LineFault>) -> io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(&held.to).await?;
    if fault == Some(LineFault::SlowRequest) {
        trickle(&mut server, request).await?;
    } else {
        server.write_all(request).await?;
    }
    let mut answer = Vec::new();
    server.read_to_end(&mut answer).await?;
    Ok(answer)
}

async fn trickle(to: &mut TcpStream, bytes: &[u8]) -> io::Result<()> {
    let (slow, rest) = bytes.split_at(bytes.len().min(TRICKLED_BYTES_MAX));
    for few in slow.chunks(TRICKLE_BYTES) {
        to.write_all(few).await?;
        to.flush().await?;
        tokio::time::sleep(TRICKLE_PAUSE).await;
    }
    to.write_all(rest).await
}

async fn pause(milliseconds: usize) {
    tokio::time::sleep(Duration::from_millis(milliseconds as u64)).await;
}

/// Breaks a connection without the polite end.
fn reset(stream: TcpStream) -> io::Result<()> {
    stream.set_zero_linger()
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|place| place + 4)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
}
