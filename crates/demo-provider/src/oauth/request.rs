//! Owns the reading of authorization requests and what is refused about them.

use std::net::IpAddr;

use url::{Host, Url};

/// The one client that is registered; it is public and has no secret.
pub const CLIENT_ID: &str = "triage-desk";

/// Length of an S256 challenge: 32 bytes in base64url without padding (RFC 7636, 4.2).
const CHALLENGE_LENGTH: usize = 43;

/// Why signing in was refused.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No such client.
    #[error("The client is not known")]
    UnknownClient,
    /// The program's address is not on this machine.
    #[error("The redirect address must be http on a loopback address, for example http://127.0.0.1:53123/")]
    BadRedirect,
    /// The request is refused at the program's own address.
    #[error("The request was refused: {code}")]
    Returned {
        /// Error code of RFC 6749, 4.1.2.1.
        code: &'static str,
        /// Where the browser goes.
        to: String,
    },
    /// The code or token is not, or no longer, valid.
    #[error("The code or token is not valid")]
    InvalidGrant,
    /// Only codes and refresh tokens are exchanged.
    #[error("The grant type is not supported")]
    UnsupportedGrant,
}

impl SignInError {
    /// Returns the error code of RFC 6749.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownClient => "invalid_client",
            Self::BadRedirect => "invalid_request",
            Self::Returned { code, .. } => code,
            Self::InvalidGrant => "invalid_grant",
            Self::UnsupportedGrant => "unsupported_grant_type",
        }
    }
}

/// A request to sign somebody in, checked.
#[derive(Clone, Debug)]
pub struct AuthorizationRequest {
    /// Where the browser goes afterwards.
    pub redirect_uri: String,
    /// The client's own state, returned as it came.
    pub state: String,
    /// PKCE challenge, S256.
    pub challenge: String,
    /// Scopes, separated by spaces.
    pub scope: String,
    /// The FHIR server that the token is for, when the client names it.
    pub audience: Option<String>,
}

impl AuthorizationRequest {
    /// Reads the parameters of an authorization request.
    pub fn read(pairs: &[(String, String)], base_url: &str) -> Result<Self, SignInError> {
        let text = |name| value(pairs, name).unwrap_or("").to_owned();
        if text("client_id") != CLIENT_ID {
            return Err(SignInError::UnknownClient);
        }
        let request = Self {
            redirect_uri: text("redirect_uri"),
            state: text("state"),
            challenge: text("code_challenge"),
            scope: text("scope"),
            audience: value(pairs, "aud").map(str::to_owned),
        };
        if !is_loopback(&request.redirect_uri) {
            return Err(SignInError::BadRedirect);
        }
        if text("response_type") != "code" {
            return Err(request.returned("unsupported_response_type"));
        }
        let pkce = text("code_challenge_method") == "S256" && request.challenge.len() == CHALLENGE_LENGTH;
        let right_server = request.audience.as_ref().is_none_or(|audience| audience.trim_end_matches('/') == base_url);
        if !pkce || request.state.is_empty() || !right_server {
            return Err(request.returned("invalid_request"));
        }
        Ok(request)
    }

    /// Returns the program's address with the answer and its state.
    pub fn redirect_with(&self, answer: &[(&str, &str)]) -> String {
        match Url::parse(&self.redirect_uri) {
            Ok(mut url) => {
                url.query_pairs_mut().extend_pairs(answer).append_pair("state", &self.state);
                url.into()
            }
            Err(_) => self.redirect_uri.clone(),
        }
    }

    fn returned(&self, code: &'static str) -> SignInError {
        SignInError::Returned { code, to: self.redirect_with(&[("error", code)]) }
    }
}

/// Returns the first value of a parameter.
pub fn value<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// Native programs are reached on a loopback address, by IP and any port (RFC 8252, 7.3 and 8.3).
fn is_loopback(address: &str) -> bool {
    let Ok(url) = Url::parse(address) else {
        return false;
    };
    let local = match url.host() {
        Some(Host::Ipv4(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Ipv6(ip)) => IpAddr::from(ip).is_loopback(),
        Some(Host::Domain(_)) | None => false,
    };
    local && url.scheme() == "http" && url.fragment().is_none()
}
