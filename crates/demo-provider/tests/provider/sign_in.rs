use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use demo_provider::Settings;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::world::{Answer, ODS, World, task};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const REDIRECT: &str = "http://127.0.0.1:53123/callback";

async fn guarded() -> World {
    World::with(Settings { still: true, ..Settings::default() }).await
}

fn query() -> Vec<(&'static str, String)> {
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER.as_bytes()));
    [
        ("response_type", "code"),
        ("client_id", "triage-desk"),
        ("redirect_uri", REDIRECT),
        ("state", "s-1"),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
        ("scope", "openid fhirUser user/*.cruds offline_access"),
    ]
    .map(|(name, value)| (name, value.to_owned()))
    .to_vec()
}

fn without(name: &str, value: &str) -> Vec<(&'static str, String)> {
    let mut pairs = query();
    for pair in &mut pairs {
        if pair.0 == name {
            pair.1 = value.to_owned();
        }
    }
    pairs
}

async fn ask(world: &World, pairs: &[(&str, String)]) -> (u16, String, String) {
    let url = format!("{}/oauth/authorize", world.provider.origin);
    let response = world.http.get(url).query(pairs).send().await.unwrap();
    let place = response.headers().get("location");
    let place = place.map_or("", |value| value.to_str().unwrap()).to_owned();
    (response.status().as_u16(), place, response.text().await.unwrap())
}

async fn choose(world: &World) -> String {
    let (status, _, page) = ask(world, &query()).await;
    assert_eq!(status, 200, "{page}");
    let staff = page.split("name=\"staff\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let mut form = query();
    form.push(("staff", staff.to_owned()));
    let url = format!("{}/oauth/authorize", world.provider.origin);
    let response = world.http.post(url).form(&form).send().await.unwrap();
    assert_eq!(response.status(), 303);
    let place = response.headers()["location"].to_str().unwrap().to_owned();
    let url = url::Url::parse(&place).unwrap();
    assert!(place.starts_with(REDIRECT));
    let member = |name: &str| {
        let pair = url.query_pairs().find(|(key, _)| key == name);
        pair.unwrap().1.into_owned()
    };
    assert_eq!(member("state"), "s-1");
    member("code")
}

async fn token(world: &World, form: &[(&str, &str)]) -> (u16, Value) {
    let url = format!("{}/oauth/token", world.provider.origin);
    let mut form = form.to_vec();
    form.push(("client_id", "triage-desk"));
    let response = world.http.post(url).form(&form).send().await.unwrap();
    let status = response.status().as_u16();
    (status, serde_json::from_str(&response.text().await.unwrap()).unwrap())
}

async fn exchange(world: &World, code: &str, verifier: &str) -> (u16, Value) {
    let form =
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", verifier)];
    token(world, &form).await
}

async fn refresh(world: &World, refresh_token: &str) -> (u16, Value) {
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh_token)];
    token(world, &form).await
}

async fn signed_in(world: &World) -> Value {
    let code = choose(world).await;
    let (status, tokens) = exchange(world, &code, VERIFIER).await;
    assert_eq!(status, 200, "{tokens}");
    tokens
}

async fn with_token(world: &World, method: Method, path: &str, body: Option<&Value>, tokens: &Value) -> Answer {
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    world.send(method, path, body, &[("authorization", &bearer)]).await
}

#[tokio::test]
async fn who_signs_in_gets_a_token_that_opens_the_api() {
    let world = guarded().await;
    let tokens = signed_in(&world).await;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 1800);
    assert_eq!(tokens["scope"], "openid fhirUser user/*.cruds offline_access");
    let user = tokens["fhirUser"].as_str().unwrap();
    let person = with_token(&world, Method::GET, &format!("/fhir/{user}"), None, &tokens).await;
    assert_eq!(person.json()["resourceType"], "Practitioner");
    let put = with_token(&world, Method::PUT, "/fhir/Task/t", Some(&task("t")), &tokens).await;
    assert_eq!(put.status, 201);
}

#[tokio::test]
async fn without_a_valid_token_only_the_self_description_is_open() {
    let world = guarded().await;
    for path in ["/fhir/Task", "/fhir/Task/t", "/fhir/_history", "/fhir/Unicorn"] {
        let answer = world.get(path).await;
        assert_eq!((answer.status, answer.issue().as_str()), (401, "login"), "{path}");
        assert!(answer.header("www-authenticate").starts_with("Bearer"));
    }
    let made_up = json!({ "access_token": "made-up" });
    assert_eq!(with_token(&world, Method::GET, "/fhir/Task", None, &made_up).await.status, 401);
    let metadata = world.get("/fhir/metadata").await.json();
    let uris = &metadata["rest"][0]["security"]["extension"][0]["extension"];
    let authorize = format!("{}/oauth/authorize", world.provider.origin);
    assert_eq!(uris[0]["valueUri"], authorize);
    let smart = world.get("/fhir/.well-known/smart-configuration").await.json();
    assert_eq!(smart["authorization_endpoint"], authorize);
    assert_eq!(smart["code_challenge_methods_supported"], json!(["S256"]));
}

#[tokio::test]
async fn a_token_expires_by_the_clock_of_the_server() {
    let world = guarded().await;
    let tokens = signed_in(&world).await;
    world.post("/admin/clock", &json!({ "advance_s": 29 * 60 })).await;
    assert_eq!(with_token(&world, Method::GET, "/fhir/Task", None, &tokens).await.status, 200);
    world.post("/admin/clock", &json!({ "advance_s": 61 })).await;
    let late = with_token(&world, Method::GET, "/fhir/Task", None, &tokens).await;
    assert_eq!((late.status, late.issue().as_str()), (401, "expired"));
    assert!(late.header("www-authenticate").contains("invalid_token"));
    let (_, renewed) = refresh(&world, tokens["refresh_token"].as_str().unwrap()).await;
    assert_eq!(with_token(&world, Method::GET, "/fhir/Task", None, &renewed).await.status, 200);
}

#[tokio::test]
async fn a_refresh_token_used_twice_ends_the_whole_sign_in() {
    let world = guarded().await;
    let first = signed_in(&world).await;
    let old = first["refresh_token"].as_str().unwrap();
    let (status, second) = refresh(&world, old).await;
    assert_eq!(status, 200);
    let (status, refused) = refresh(&world, old).await;
    assert_eq!((status, &refused["error"]), (400, &json!("invalid_grant")));
    let (status, refused) = refresh(&world, second["refresh_token"].as_str().unwrap()).await;
    assert_eq!((status, &refused["error"]), (400, &json!("invalid_grant")));
    assert_eq!(with_token(&world, Method::GET, "/fhir/Task", None, &second).await.status, 401);
    signed_in(&world).await;
}

#[tokio::test]
async fn a_code_is_good_once_and_only_with_its_verifier() {
    let world = guarded().await;
    let code = choose(&world).await;
    let wrong = "x".repeat(43);
    assert_eq!(exchange(&world, &code, &wrong).await.1["error"], "invalid_grant");
    assert_eq!(exchange(&world, &code, VERIFIER).await.1["error"], "invalid_grant");
    let code = choose(&world).await;
    let tokens = exchange(&world, &code, VERIFIER).await.1;
    assert_eq!(exchange(&world, &code, VERIFIER).await.0, 400);
    assert_eq!(with_token(&world, Method::GET, "/fhir/Task", None, &tokens).await.status, 401);
    let code = choose(&world).await;
    world.post("/admin/clock", &json!({ "advance_s": 61 })).await;
    assert_eq!(exchange(&world, &code, VERIFIER).await.0, 400);
}

#[tokio::test]
async fn a_request_with_an_untrusted_address_is_never_sent_there() {
    let world = guarded().await;
    for (name, value) in [
        ("redirect_uri", "https://evil.example/cb"),
        ("redirect_uri", "http://evil.example/cb"),
        ("redirect_uri", "http://127.0.0.1.evil.example/cb"),
        ("redirect_uri", "https://127.0.0.1/cb"),
        ("client_id", "somebody"),
    ] {
        let (status, place, page) = ask(&world, &without(name, value)).await;
        assert_eq!((status, place.as_str()), (400, ""), "{value}");
        assert!(page.contains("<h1>Signing in is not possible</h1>"));
    }
    for (name, value, error) in [
        ("code_challenge", "", "invalid_request"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("response_type", "token", "unsupported_response_type"),
    ] {
        let (status, place, _) = ask(&world, &without(name, value)).await;
        assert_eq!(status, 303, "{name}");
        assert_eq!(place, format!("{REDIRECT}?error={error}&state=s-1"));
    }
}

#[tokio::test]
async fn a_token_sees_and_writes_its_own_practice_only() {
    let world = guarded().await;
    let tokens = signed_in(&world).await;
    let own = world.get("/admin/state").await.json()["practice"].clone();
    let tagged = |id: &str, code: &Value| {
        let mut body = task(id);
        body["meta"] = json!({ "tag": [{ "system": ODS, "code": code }] });
        body
    };
    let foreign = tagged("f", &json!("Z00001"));
    let put = with_token(&world, Method::PUT, "/fhir/Task/f", Some(&foreign), &tokens).await;
    assert_eq!((put.status, put.issue().as_str()), (403, "forbidden"));
    let mine = tagged("m", &own);
    let put = with_token(&world, Method::PUT, "/fhir/Task/m", Some(&mine), &tokens).await;
    assert_eq!(put.status, 201);
}
