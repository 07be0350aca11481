// Reads the window as a person or a screen reader does: by role and accessible name, never by class or test id.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const words = (element) => (element === null || element === undefined ? "" : element.textContent.replace(/\s+/g, " ").trim());
const name = (element) =>
  element.getAttribute("aria-label") ?? (element.labels?.length > 0 ? words(element.labels[0]) : words(element));
const role = (element) => element.getAttribute("role") ?? element.tagName.toLowerCase();
const focused = document.activeElement ?? document.body;
const list = all("[role=listbox]").find((box) => name(box).endsWith(" requests"));
const rows = list === undefined ? [] : all("[role=option]", list);
const staff = all("ul").find((items) => name(items) === "Staff");
const unsent = all("footer span").map(words).map((text) => /^Saved on this PC ([\d,]+)$/.exec(text)).find((found) => found !== null);
const message = all("textarea").find((field) => name(field).startsWith("Message to "));
return {
  title: words(document.querySelector("h1")),
  staff: staff === undefined ? [] : all("button", staff).map(name),
  rows: rows.map((row) => ({
    name: name(row),
    selected: row.getAttribute("aria-current") === "true",
    position: Number(row.getAttribute("aria-posinset")),
  })),
  rowCount: rows.length === 0 ? 0 : Number(rows[0].getAttribute("aria-setsize")),
  link: words(document.querySelector("header [role=status]")),
  unsent: unsent === undefined ? null : Number(unsent[1].replace(",", "")),
  last: words(document.querySelector("footer [role=status]")).split(". A reply is held")[0],
  dialog: all("[role=dialog], dialog[open]").map(name)[0] ?? null,
  patient: words(document.querySelector("main h2")),
  alerts: all("[role=alert]").map(words),
  banners: all("[role=status]").map(words),
  message: message === undefined ? null : { text: message.value },
  region: document.querySelector("main")?.getAttribute("aria-label") ?? "",
  regions: all("section[aria-label], nav[aria-label], main[aria-label]").map(name),
  actions: all("[role=toolbar] button").map(name),
  conflicts: Number(/^Conflicts: ([\d,]+)/.exec(all("ul li").map(words).find((text) => text.startsWith("Conflicts: ")) ?? "")?.[1] ?? 0),
  focus: { role: role(focused), name: name(focused).slice(0, 120) },
};
