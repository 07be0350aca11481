// Measures in the page itself: from the key to the frame in which what it asked for has been painted. Nothing here
// waits on a clock; every frame is looked at, and the longest one is kept.
const words = (element) => (element === null ? "" : element.textContent.replace(/\s+/g, " ").trim());
const rows = () => [...document.querySelectorAll("[role=listbox] [role=option]")];
const current = () => rows().find((row) => row.getAttribute("aria-current") === "true");
const patient = () => words(document.querySelector("main h2"));
const last = () => words(document.querySelector("footer [role=status]"));
const title = () => words(document.querySelector("h1"));
const dialog = () => document.querySelector("[role=dialog], dialog[open]") !== null;
const shown = () => patient() !== "" && (current()?.getAttribute("aria-label") ?? "").includes(patient());
const setSize = () => Number(rows()[0]?.getAttribute("aria-setsize") ?? 0);

const state = () => ({
  patient: patient(),
  row: current()?.getAttribute("aria-posinset") ?? "",
  last: last(),
  title: title(),
  size: setSize(),
  top: rows()[0]?.getAttribute("aria-posinset") ?? "",
});

/** What counts as done, by name; `before` is the state at the key. */
const DONE = {
  reader: (before) => current()?.getAttribute("aria-posinset") !== before.row && shown(),
  decided: (before) => last() !== before.last && patient() !== before.patient && shown() && !dialog(),
  view: (before) => title() !== before.title && rows().length > 0,
  jump: (before) => rows()[0]?.getAttribute("aria-posinset") !== before.top && rows().length > 0 && shown(),
  search: (before) => setSize() !== before.size,
  dialog: () => dialog(),
  compose: () => document.querySelector("textarea") !== null,
};

const probe = {
  /** Looks at every frame, which is work of its own: not while rest is measured. */
  watches: true,
  longest: 0,
  /** Waits for the next key, then for what it asks for; the answer is read with `taken`. */
  arm(what) {
    probe.taken = null;
    const before = state();
    addEventListener(
      "keydown",
      (event) => {
        if (["Control", "Shift", "Alt"].includes(event.key)) return probe.arm(what);
        const began = performance.now();
        const look = () => {
          if (!DONE[what](before)) return requestAnimationFrame(look);
          // The frame after this one shows it.
          requestAnimationFrame(() => {
            probe.taken = performance.now() - began;
          });
        };
        requestAnimationFrame(look);
      },
      { capture: true, once: true },
    );
  },
};
let frame = performance.now();
const watch = (now) => {
  probe.longest = Math.max(probe.longest, now - frame);
  frame = now;
  if (probe.watches) requestAnimationFrame(watch);
};
requestAnimationFrame(watch);
window.probe = probe;
return true;
