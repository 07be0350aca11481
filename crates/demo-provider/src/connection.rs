//! Owns the accepted connections, so that a fault can break one in the middle of an answer.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Pause after the system refused to accept a connection, for example for lack of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How a connection is to break on the next bytes that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Never,
    /// Nothing leaves any more.
    Now,
    /// The head of the answer leaves and this many bytes of its body.
    AfterBodyBytes(usize),
    Broken,
}

/// A handle on a connection for whoever answers on it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Address of the other side.
    pub peer: SocketAddr,
    state: Arc<Mutex<Break>>,
}

impl Line {
    /// Closes the connection before another byte leaves.
    pub fn cut(&self) {
        self.set(Break::Now);
    }

    /// Closes the connection after the head of the answer and `bytes` of its body.
    pub fn cut_after_body_bytes(&self, bytes: usize) {
        self.set(Break::AfterBodyBytes(bytes));
    }

    fn set(&self, state: Break) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
    }

    fn get(&self) -> Break {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A TCP listener whose connections can be broken.
pub struct BreakableListener(pub TcpListener);

/// A TCP stream that breaks when its line says so.
pub struct BreakableStream {
    stream: TcpStream,
    line: Line,
}

impl Listener for BreakableListener {
    type Io = BreakableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            match self.0.accept().await {
                Ok((stream, peer)) => {
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "TCP_NODELAY was refused");
                    }
                    let state = Arc::new(Mutex::new(Break::Never));
                    let line = Line { peer, state };
                    return (BreakableStream { stream, line }, peer);
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, BreakableListener>> for Line {
    fn connect_info(stream: IncomingStream<'_, BreakableListener>) -> Self {
        stream.io().line.clone()
    }
}

impl AsyncRead for BreakableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for BreakableStream {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let (allowed, after) = match self.line.get() {
            Break::Never => (bytes.len(), Break::Never),
            Break::Now | Break::Broken => return Poll::Ready(Err(reset())),
            // hyper writes the head together with the first bytes of a small body, never without its end.
            Break::AfterBodyBytes(body) => {
                let head = bytes.windows(4).position(|four| four == b"\r\n\r\n");
                (head.map_or(0, |at| at + 4) + body, Break::Broken)
            }
        };
        let allowed = allowed.min(bytes.len());
        let written = Pin::new(&mut self.stream).poll_write(context, &bytes[..allowed]);
        if let Poll::Ready(Ok(_)) = written {
            self.line.set(after);
        }
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.line.get() {
            Break::Now => Poll::Ready(Err(reset())),
            Break::Never | Break::AfterBodyBytes(_) | Break::Broken => Pin::new(&mut self.stream).poll_flush(context),
        }
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

fn reset() -> io::Error {
    io::Error::from(io::ErrorKind::ConnectionReset)
}
