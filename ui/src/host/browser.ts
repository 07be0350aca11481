/** Opens the window's pages in a plain browser over the practice in memory: `?fake&as=gp&rows=50000&offline=18`. */

import type { BlockedReason, Phase } from "./bindings";
import { FakeHost } from "./fake";
import { addLong } from "./fake/long";
import type { Host } from "./host";

const WHO: Record<string, string> = { receptionist: "p-carys", gp: "p-rees", manager: "p-jo" };
const PHASES: readonly Phase[] = ["connect", "choose-staff", "ready", "blocked"];
const BLOCKED: readonly BlockedReason[] = [
  "key-missing",
  "key-wrong",
  "no-key-store",
  "in-use",
  "store-damaged",
  "newer-store",
  "disk-full",
];

/** How often time passes in the browser. */
const TICK_MS = 1000;

/** With `changes`, how long until somebody else changes the first request. */
const CHANGES_MS = 2000;

/** How long signing in in another browser takes here. */
const BROWSER_MS = 5000;

export function browserHost(search: URLSearchParams): Host {
  const as = search.get("as") ?? "receptionist";
  const host = new FakeHost({
    size: Number(search.get("rows") ?? 64),
    staffId: WHO[as] ?? as,
    phase: PHASES.find((phase) => phase === search.get("phase")),
    blocked: BLOCKED.find((reason) => reason === search.get("blocked")),
    offlineMinutes: search.has("offline") ? Number(search.get("offline")) : undefined,
    troubles: !search.has("calm"),
    readOnly: search.has("readonly"),
    keyInFile: search.has("keyinfile"),
    asksForSignIn: search.has("browser"),
    browser: () => new Promise((resolve) => setTimeout(resolve, BROWSER_MS)),
    findings: search.has("found") ? [{ kind: "decisions-missing", first: 7, last: 9 }] : [],
    firstSync: search.has("firstsync") ? Number(search.get("firstsync")) : null,
  });
  if (search.has("long")) addLong(host.world);
  const name = search.get("name");
  if (name !== null) for (const { patient } of host.world.requests.values()) patient.name = name;
  if (search.has("writing")) {
    for (const id of host.world.requests.keys())
      host.world.claims.set(id, { by: "Dr Rees", untilMs: host.world.nowMs + 3_600_000 });
  }
  // There is no main window beside this page: the first request stands for the one that is open there.
  const first = [...host.world.requests.keys()][0];
  if (search.get("window") === "reader" && first !== undefined) void host.showInReader({ id: first });
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    host.advance(now - last);
    last = now;
  }, TICK_MS);
  if (search.get("window") === "reader") void showFirst(host);
  if (search.has("changes")) setTimeout(() => void changeFirst(host), CHANGES_MS);
  return host;
}

/** No main window stands beside the reader's own in a browser: the first request counts as open in it. */
async function showFirst(host: FakeHost): Promise<void> {
  const { rows } = await host.queue({ view: "all-open", search: "", offset: 0, limit: 1, refresh: false });
  const [first] = rows;
  if (first !== undefined) await host.showInReader({ id: first.id });
}

/** Somebody else decides about the request that is open. */
async function changeFirst(host: FakeHost): Promise<void> {
  const { rows } = await host.queue({ view: "unassigned", search: "", offset: 0, limit: 1, refresh: false });
  host.elsewhere(rows[0]?.id ?? "", (request) => {
    request.urgency = request.urgency === "urgent-today" ? "emergency" : "urgent-today";
    request.owner = { kind: "team", id: "t-duty", name: "Duty GP" };
  });
}
