import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { START_MS, timeView } from "../../host/fake/world";
import type { DecisionForm, EventView } from "../../host/host";
import { Events, eventsToShow } from "./Events";

const NAMES = { dispositions: [], modes: [], person: () => null, team: () => null };
const LONG = "Take two paracetamol up to four times a day and rest the leg. ".repeat(8).trim();

function event(what: DecisionForm, more: Partial<EventView> = {}): EventView {
  const at = timeView(START_MS, START_MS);
  return { at, by: "Carys Evans", what, ownerName: null, sync: "clean", withdrawn: false, ...more };
}

function shown(...events: EventView[]): HTMLElement[] {
  render(<Events events={events} names={NAMES} />);
  return screen.getAllByRole("listitem");
}

describe("what was done", () => {
  test("is nothing yet, and says so", () => {
    render(<Events events={[]} names={NAMES} />);
    expect(screen.getByText("Nothing has been done on this PC yet")).toBeInTheDocument();
    expect(screen.queryByRole("list")).not.toBeInTheDocument();
  });

  test("says who did what when, and how far it has got", () => {
    const [item] = shown(event({ kind: "set-category", to: "administrative" }, { sync: "saved" }));
    expect(item).toHaveTextContent(/^09:41Category: Administrative.*Carys Evans.*Saved on this PC$/);
  });

  test("tells a hold from waiting for the patient, with a reply and without", () => {
    const until = "2026-09-14T07:00:00Z";
    const then = { kind: "await-patient", until } as const;
    const plain = { mayAnswer: false, attachments: [] };
    const items = shown(
      event({ kind: "hold", until, waitsFor: "moment" }),
      event({ kind: "hold", until, waitsFor: "patient" }),
      event({ kind: "reply", text: "Photo?", then, ...plain }),
      event({ kind: "reply", text: "Photo?", then: { ...then, until: null }, ...plain }),
      event({ kind: "end-hold" }),
    ).map((item) => item.querySelector("p")?.textContent ?? item.textContent);
    expect(items).toEqual([
      expect.stringContaining("Held until 14 September 2026 at 08:00"),
      expect.stringContaining("Waiting for patient until 14 September 2026 at 08:00"),
      expect.stringContaining("then waits for the patient until 14 September 2026 at 08:00"),
      expect.stringMatching(/then waits for the patient(?! until)/),
      expect.stringContaining("Taken back: no longer held or waiting"),
    ]);
  });

  test("keeps every one of two that are alike", () => {
    const chase = event({ kind: "log-chase", route: "phone", text: null });
    expect(shown(chase, chase)).toHaveLength(2);
  });

  test("marks what was taken back in words, and keeps its whole text, which stands nowhere else", () => {
    const [item] = shown(event({ kind: "add-note", text: LONG }, { withdrawn: true }));
    expect(item).toHaveTextContent("taken back");
    expect(item?.querySelector("s")).toHaveTextContent(LONG);
  });

  test("cuts a text that stands above in full after a word, and no reason", () => {
    const [reply, urgency] = shown(
      event({ kind: "reply", text: LONG, then: { kind: "keep-open" }, mayAnswer: false, attachments: [] }),
      event({ kind: "set-urgency", to: "soon", reason: LONG }),
    );
    const [, quoted = ""] = /“(.*)…”/.exec(reply?.textContent ?? "") ?? [];
    expect(quoted.length).toBeGreaterThan(80);
    expect(quoted.length).toBeLessThanOrEqual(120);
    expect(LONG.startsWith(`${quoted} `)).toBe(true);
    expect(urgency).toHaveTextContent(LONG);
  });

  test("says how many files went with a reply and whether the patient may answer", () => {
    const then = { kind: "await-patient", until: null } as const;
    const sent = { kind: "reply", text: "The exercises.", then, mayAnswer: true } as const;
    const [two, one, none] = shown(
      event({ ...sent, attachments: ["file-1", "file-2"] }),
      event({ ...sent, attachments: ["file-1"], mayAnswer: false }),
      event({ ...sent, attachments: [], then: { kind: "keep-open" } }),
    );
    expect(two).toHaveTextContent(
      "Reply: “The exercises.” with 2 files, may be answered once, then waits for the patient",
    );
    expect(one).toHaveTextContent("Reply: “The exercises.” with 1 file, then waits for the patient");
    expect(none).toHaveTextContent("Reply: “The exercises.”, may be answered once");
  });

  test("leaves out who merely had it open, unless that needs a person", () => {
    const claim: DecisionForm = { kind: "claim", until: "2026-09-07T09:00:00Z" };
    const all = [event(claim), event({ kind: "release" }), event({ kind: "first-opened" })];
    expect(eventsToShow(all).map(({ what }) => what.kind)).toEqual(["first-opened"]);
    expect(eventsToShow([event(claim, { sync: "failed" })])).toHaveLength(1);
  });

  test("names the day where that is not today", () => {
    const at = timeView(START_MS - 40 * 86_400_000, START_MS);
    const [item] = shown(event({ kind: "first-opened" }, { at }));
    expect(within(item ?? document.body).getByText("29-Jul-2026 09:41")).toBeInTheDocument();
  });
});
