//! Owns the pages that a person sees while signing in: plain HTML that works without scripts.

use super::request::{AuthorizationRequest, CLIENT_ID};
use crate::practice::{Staff, StaffRole};

const STYLE: &str = "body{font:1.125rem/1.5 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;\
color:#212b32;background:#fff}ul{list-style:none;padding:0}li{margin:.5rem 0}button{font:inherit;width:100%;\
text-align:left;padding:.75rem 1rem;border:2px solid #4c6272;border-radius:4px;background:#f0f4f5;color:#212b32;\
cursor:pointer}button:hover{background:#d8dde0}button:focus{outline:4px solid #ffeb3b;border-color:#212b32}\
.role{display:block;color:#4c6272;font-size:1rem}";

/// Writes the page on which a member of staff says who they are.
pub fn choose_staff(wanted: &AuthorizationRequest, staff: &[Staff], practice: &str) -> String {
    let mut hidden = vec![
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", &wanted.redirect_uri),
        ("state", &wanted.state),
        ("code_challenge", &wanted.challenge),
        ("code_challenge_method", "S256"),
        ("scope", &wanted.scope),
    ];
    if let Some(audience) = &wanted.audience {
        hidden.push(("aud", audience));
    }
    let hidden: String = hidden
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{name}\" value=\"{}\">\n", escape(value)))
        .collect();
    let buttons: String = staff
        .iter()
        .map(|person| {
            format!(
                "<li><button type=\"submit\" name=\"staff\" value=\"{}\">{} \
                 <span class=\"role\">{}</span></button></li>\n",
                escape(&person.sds_id),
                escape(&person.name),
                role_name(person.role)
            )
        })
        .collect();
    document(
        "Sign in to Triage Desk",
        &format!(
            "<p>{}. This is a demonstration with synthetic people: choose who you are.</p>\n\
             <form method=\"post\" action=\"/oauth/authorize\">\n{hidden}<ul>\n{buttons}\
             <li><button type=\"submit\" name=\"staff\" value=\"\">Cancel</button></li>\n</ul>\n</form>",
            escape(practice)
        ),
    )
}

/// Writes the page that says why signing in is not possible.
pub fn refusal(reason: &str) -> String {
    document(
        "Signing in is not possible",
        &format!("<p>{}.</p>\n<p>Close this window and start again from the program.</p>", escape(reason)),
    )
}

fn role_name(role: StaffRole) -> &'static str {
    match role {
        StaffRole::Receptionist => "Reception",
        StaffRole::Gp => "Clinician",
        StaffRole::Manager => "Practice manager",
    }
}

fn document(title: &str, main: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         {main}\n</main>\n</body>\n</html>\n"
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
