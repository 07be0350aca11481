//! A person in front of a browser who signs in at the provider.

use reqwest::Client;

/// Opens the address of a sign-in, chooses a member of staff on the page, or nobody, and goes where the page leads.
///
/// # Panics
/// When the page is not one on which people choose, or leads nowhere.
pub async fn choose_in_browser(http: &Client, address: &str, staff: &str) {
    let page = http.get(address).send().await.unwrap().text().await.unwrap();
    assert!(page.contains(&format!("name=\"staff\" value=\"{staff}\"")), "{page}");
    let mut form: Vec<(String, String)> = page.split("<input type=\"hidden\" ").skip(1).map(hidden_field).collect();
    form.push(("staff".to_owned(), staff.to_owned()));
    let action = page.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let origin = address.split('/').take(3).collect::<Vec<_>>().join("/");
    let answer = http.post(format!("{origin}{action}")).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 303);
    let back = answer.headers()["location"].to_str().unwrap().to_owned();
    let arrived = http.get(back).send().await.unwrap();
    assert_eq!(arrived.status(), 200);
    assert!(arrived.text().await.unwrap().contains("You are signed in"));
}

fn hidden_field(rest: &str) -> (String, String) {
    let member = |name: &str| {
        let begun = rest.split(&format!("{name}=\"")).nth(1).unwrap();
        let value = begun.split('"').next().unwrap();
        value.replace("&quot;", "\"").replace("&gt;", ">").replace("&lt;", "<").replace("&amp;", "&")
    };
    (member("name"), member("value"))
}
