/** The states of ux.md section 9 that the practice in memory can reach, each with the way a person gets there. */

import type { Page } from "@playwright/test";

export type State = {
  name: string;
  /** What follows `index.html?fake`. */
  address?: string;
  /** There once the state is reached. */
  shows: string;
  open?: (page: Page) => Promise<void>;
  /** It must be in sight in every width, without scrolling. */
  stays?: true;
};

const DESK = ".actions, .compose";

/** Keys one after the other, each as far from the next as a person's are: closer ones count as typing. */
function keys(...chords: string[]) {
  return async (page: Page) => {
    await page.locator(DESK).first().waitFor();
    for (const chord of chords) {
      await page.waitForTimeout(350);
      await page.keyboard.press(chord);
    }
  };
}

/** The request instead of the list, where only one of them has room. */
const READ = "Enter";

function item(index: number) {
  return async (page: Page) => {
    await keys("Control+o")(page);
    await page.locator(".items .item").nth(index).click();
  };
}

async function search(page: Page): Promise<void> {
  await keys("Control+f")(page);
  await page.keyboard.type("zzz");
}

/** One of those who did not answer in time. */
async function searchNoAnswer(page: Page): Promise<void> {
  await keys("Control+f")(page);
  await page.keyboard.type("rossi alan");
}

async function saveView(page: Page): Promise<void> {
  await keys("Control+f")(page);
  await page.keyboard.type("chest");
  // The list answers pauses in typing: what is saved is the search of the whole word.
  await page.locator(".list > [role='status']", { hasText: "chest" }).waitFor({ state: "attached" });
  await page.locator(".list__head .button").last().click();
  await page.keyboard.press("Enter");
}

async function outageList(page: Page): Promise<void> {
  await keys("Control+Shift+P")(page);
  await page.keyboard.type("Line down since nine");
  await page.keyboard.press("Enter");
}

function searchHelp(words: string) {
  return async (page: Page) => {
    await keys("F1")(page);
    await page.keyboard.type(words);
  };
}

async function report(page: Page): Promise<void> {
  await keys("F1")(page);
  await page.locator(".help .popover__buttons .button").last().click();
}

async function copyReport(page: Page): Promise<void> {
  await report(page);
  await page.locator(".report__text").waitFor();
  await page.locator(".report .button--primary").click();
}

async function searchAll(page: Page): Promise<void> {
  await keys("Control+Shift+F")(page);
  await page.keyboard.type("chest");
}

async function send(page: Page): Promise<void> {
  await keys(READ, "Alt+r")(page);
  await page.locator(".message").fill("Your form is ready. You can collect it from the front desk.");
  await page.keyboard.press("Control+Enter");
}

/** Chooses files as the system's own window would: what each holds by its name. */
function files(held: Record<string, string>) {
  return async (page: Page) => {
    await keys(READ, "Alt+r")(page);
    await page.locator(".files input").evaluate((input, chosen) => {
      if (!(input instanceof HTMLInputElement)) return;
      const carried = new DataTransfer();
      for (const [name, content] of Object.entries(chosen)) carried.items.add(new File([content], name));
      input.files = carried.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }, held);
  };
}

function settings(tab: string) {
  return async (page: Page) => {
    await page.locator(".top").waitFor();
    await page.keyboard.press("Control+,");
    await page.locator(`#settings-tab-${tab}`).click();
  };
}

async function refuseServer(page: Page): Promise<void> {
  await page.locator("#server").fill("http://consult.example");
  await page.keyboard.press("Enter");
}

async function saveWorkload(page: Page): Promise<void> {
  await keys("Control+Shift+w")(page);
  await page.locator(".work__file .button").click();
}

async function asTables(page: Page): Promise<void> {
  await keys("Control+Shift+w")(page);
  for (const toggle of await page.locator(".chart__toggle").all()) await toggle.click();
}

/** A text that was left unsaved, where it was typed. */
async function noteBack(page: Page): Promise<void> {
  await keys(READ, "Alt+n")(page);
  await page.keyboard.type("Rang her sister, she rings back after two");
  await page.keyboard.press("Escape");
  await keys("Alt+n")(page);
}

async function notFound(page: Page): Promise<void> {
  await keys("Control+Shift+N")(page);
  await page.keyboard.type("Zephyr Quill");
  await page.locator(".enter [role='searchbox'] ~ div .button").click();
}

/** Each after Tab, as the parts of a date are. */
async function typeParts(page: Page, ...parts: string[]): Promise<void> {
  for (const part of parts) {
    await page.keyboard.press("Tab");
    await page.keyboard.type(part);
  }
}

async function entryBack(page: Page): Promise<void> {
  await notFound(page);
  await typeParts(page, "2", "3", "1961");
  await page.keyboard.press("Escape");
  await keys("Control+Shift+N")(page);
}

async function bornWrong(page: Page): Promise<void> {
  await notFound(page);
  await typeParts(page, "31", "2", "1961");
  await page.keyboard.press("Control+Enter");
}

export const STATES: readonly State[] = [
  { name: "connect", address: "&phase=connect&keyinfile", shows: ".connect" },
  { name: "connect, address refused", address: "&phase=connect", shows: ".error", open: refuseServer },
  { name: "choose staff", address: "&phase=choose-staff", shows: ".tiles" },
  { name: "sign in with a browser", address: "&phase=choose-staff&browser", shows: ".browser" },
  { name: "blocked", address: "&phase=blocked&blocked=store-damaged", shows: ".facts-list" },
  { name: "queue, list", shows: DESK },
  { name: "queue, request", shows: DESK, open: keys(READ) },
  { name: "closed request", shows: ".actions", open: keys("Control+7", READ) },
  { name: "request with long texts", address: "&long", shows: ".thread__again", open: keys(READ) },
  { name: "empty view", shows: ".list .empty", open: keys("Control+6") },
  { name: "nothing found", shows: ".list .empty", open: search },
  { name: "first sync", address: "&rows=0&calm&firstsync=12400", shows: ".list .empty" },
  { name: "offline", stays: true, address: "&offline=4", shows: ".alert" },
  { name: "offline for more than 15 minutes", stays: true, address: "&offline=49", shows: ".alert__age" },
  { name: "read only", address: "&readonly&keyinfile", shows: ".alert--note", open: keys(READ) },
  { name: "needs attention", shows: ".items", open: keys("Control+o") },
  { name: "conflict", shows: ".compare", open: item(0) },
  { name: "failed", shows: ".facts-list", open: item(1) },
  { name: "unreadable", shows: ".facts-list", open: item(2) },
  { name: "changed while open", stays: true, address: "&changes", shows: ".attend", open: keys(READ) },
  { name: "reply", shows: ".focus", open: keys(READ, "Alt+r") },
  { name: "reply with blanks", shows: ".focus .attend", open: keys(READ, "Alt+r", "Control+;", "1") },
  {
    name: "reply with files",
    shows: ".files__item + .files__item",
    open: files({ "Knee exercises.pdf": "%PDF-1.7", [`${"long_name_".repeat(12)}.pdf`]: "%PDF-1.7" }),
  },
  {
    name: "reply, a file refused",
    shows: ".files [role='alert']",
    open: files({ "Knee exercises.pdf": "%PDF-1.7", "letter.docx": "PK", "nothing.png": "" }),
  },
  {
    name: "held reply",
    stays: true,
    shows: ".status__held",
    open: send,
  },
  { name: "workload", address: "&as=manager", shows: ".figures" },
  { name: "workload, saved as a file", shows: ".saved-file", open: saveWorkload },
  { name: "workload as tables", shows: ".chart__table", open: asTables },
  { name: "help", stays: true, shows: ".help", open: keys("F1") },
  { name: "help, searched", stays: true, shows: ".help__marks", open: searchHelp("red flag") },
  { name: "help, a key searched", stays: true, shows: ".help .keys", open: searchHelp("ctrl") },
  { name: "help, nothing found", stays: true, shows: ".help .empty", open: searchHelp("zzz") },
  { name: "report for IT", stays: true, shows: ".report__text", open: report },
  { name: "report for IT, copied", stays: true, shows: ".report__text", open: copyReport },
  {
    name: "report for IT where nothing opens",
    stays: true,
    address: "&phase=blocked&blocked=store-damaged",
    shows: ".report__text",
    open: (page) => page.locator(".unlock__main .button").last().click(),
  },
  {
    name: "help before the desk",
    stays: true,
    address: "&phase=choose-staff",
    shows: ".help",
    open: (page) => page.locator(".unlock .help-button").click(),
  },
  {
    name: "user’s menu",
    stays: true,
    shows: ".user__menu",
    open: (page) => page.locator(".user > .button").click(),
  },
  ...["yours", "routes", "templates", "outcomes", "record", "copy"].map((tab) => ({
    name: `settings, ${tab}`,
    address: "&as=manager",
    shows: ".settings__tab[aria-selected='true']",
    open: settings(tab),
  })),
  { name: "route", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+t") },
  { name: "assign", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+a") },
  { name: "urgency", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+u") },
  { name: "category", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+g") },
  { name: "patient asked again", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+Shift+C") },
  { name: "note", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+n") },
  { name: "note that came back", stays: true, shows: ".popover--actions .attend", open: noteBack },
  { name: "hold or wait", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+w") },
  { name: "hold or wait, another time", shows: ".popover__kinds", open: keys(READ, "Alt+w", "6") },
  { name: "waiting for the patient, list", shows: ".row__state", open: keys("Control+5") },
  { name: "waiting for the patient", shows: ".clock", open: keys("Control+5", READ) },
  { name: "no answer in time, list", shows: ".tag--no-answer", open: searchNoAnswer },
  {
    name: "no answer in time",
    shows: ".clock .tag--no-answer",
    open: (page) => searchNoAnswer(page).then(() => keys("Enter", READ)(page)),
  },
  { name: "copy", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+c") },
  { name: "copied", stays: true, shows: ".attend", open: keys(READ, "Alt+c", "1") },
  { name: "marked", shows: "[role='option'][aria-selected='true']", open: keys("x", "Shift+ArrowDown") },
  { name: "marked, what to do", shows: ".actions", open: keys("x", "Shift+ArrowDown", READ) },
  { name: "palette", stays: true, shows: "[role='dialog']", open: keys("Control+k") },
  { name: "menu on a row", shows: "[role='menu']", open: keys("Shift+F10") },
  { name: "new request", shows: ".dialog", open: keys("Control+Shift+N") },
  { name: "new request that came back", shows: ".dialog .attend", open: entryBack },
  { name: "new request, date of birth that cannot be", shows: ".enter__born .error", open: bornWrong },
  { name: "list for an outage, asked", stays: true, shows: ".dialog", open: keys("Control+Shift+P") },
  { name: "list for an outage", shows: "table", open: outageList },
  { name: "reader’s own window", address: "&window=reader", shows: ".alone" },
  { name: "saved view", shows: ".list__head [role='status']:not(:empty)", open: saveView },
  { name: "decisions are missing", stays: true, address: "&found", shows: ".alert--note" },
  { name: "search everything", shows: "mark", open: searchAll },
  { name: "minutes, asked", address: "&as=gp", shows: ".minutes", open: keys("Control+m") },
  { name: "minutes", address: "&as=gp", shows: ".arrivals--still", open: keys("Control+m", "2") },
  { name: "last actions", shows: ".actions-list li", open: keys("Alt+a", "1", "Control+Shift+Z") },
  { name: "somebody else is writing", address: "&writing", shows: ".note-strip", open: keys(READ) },
  {
    name: "reply where somebody else is writing",
    address: "&writing",
    shows: ".focus .attend",
    open: keys(READ, "Alt+r"),
  },
  { name: "done", stays: true, shows: ".popover--actions", open: keys(READ, "Alt+d") },
  {
    name: "reason",
    stays: true,
    address: "&as=gp",
    shows: ".dialog",
    open: keys("Control+2", READ, "Alt+u", "4"),
  },
];
