import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FakeHost, type FakeOptions } from "../host/fake";
import type { PlaceView } from "../host/host";
import { GP, MANAGER, openApp, openDesk, press, RECEPTIONIST, setUp } from "../test/desk";
import { pass, resumeTime, stopTime, typist } from "../test/time";
import { KEEP_MS } from "./useKeepView";
import { WindowPlace } from "./windowPlace";

const KHANS = { name: "The Khans", view: "mine", search: "khan" } as const;

const list = (name: string) => screen.findByRole("listbox", { name: `${name} requests` });

async function openStopped(options: FakeOptions = {}) {
  const { host } = await openDesk(options);
  return { host, user: typist(null), kept: vi.spyOn(host, "keepPlace") };
}

async function switchTo(user: UserEvent, name: string): Promise<void> {
  await press(user, ["Ctrl+Shift+l"]);
  await user.click(within(await screen.findByRole("list", { name: "Staff" })).getByRole("button", { name }));
}

async function leftIn(view: PlaceView["view"], staffId = RECEPTIONIST) {
  const host = new FakeHost({ staffId });
  await host.keepPlace({ view, zoomPercent: 100 });
  return host.world.places;
}

describe("the view that somebody left", () => {
  beforeEach(stopTime);
  afterEach(resumeTime);

  test("is where the desk opens once they are back", async () => {
    const { user } = await openStopped();
    await press(user, ["Ctrl+2"]);
    await pass(KEEP_MS);
    await switchTo(user, "Carys Evans, Reception");
    expect(await list("Urgent")).toBeInTheDocument();
  });

  test("is theirs alone", async () => {
    const { user } = await openStopped();
    await press(user, ["Ctrl+2"]);
    await pass(KEEP_MS);
    await switchTo(user, "Dr Anwen Rees, GP");
    expect(await list("Mine")).toBeInTheDocument();
  });

  test("is kept once, a second after the last change", async () => {
    const { user, kept } = await openStopped();
    await press(user, ["Ctrl+2"]);
    await pass(KEEP_MS - 1);
    await press(user, ["Ctrl+5"]);
    await pass(KEEP_MS - 1);
    expect(kept).not.toHaveBeenCalled();
    await pass(1);
    expect(kept.mock.calls).toEqual([[{ view: "waiting", zoomPercent: 100 }]]);
  });

  test("is not kept for having been opened: only a change is", async () => {
    const { host, kept } = await openStopped();
    await host.keepPlace({ view: "urgent", zoomPercent: 100 });
    kept.mockClear();
    await pass(KEEP_MS);
    expect(kept).not.toHaveBeenCalled();
  });

  test("is kept although they went on to what is no list", async () => {
    const { user, kept } = await openStopped();
    await press(user, ["Ctrl+2", "Ctrl+o"]);
    await pass(KEEP_MS);
    await press(user, ["Ctrl+,"]);
    await pass(KEEP_MS);
    expect(kept.mock.calls).toEqual([[{ view: "urgent", zoomPercent: 100 }]]);
  });

  test("may be the workload", async () => {
    const { user, kept } = await openStopped();
    await press(user, ["Ctrl+Shift+w"]);
    await pass(KEEP_MS);
    expect(kept.mock.calls).toEqual([[{ view: "workload", zoomPercent: 100 }]]);
  });

  test("is kept with the text size that they have", async () => {
    const { host, user, kept } = await openStopped();
    await host.keepPlace({ view: "unassigned", zoomPercent: 150 });
    kept.mockClear();
    await press(user, ["Ctrl+2"]);
    await pass(KEEP_MS);
    expect(kept.mock.calls).toEqual([[{ view: "urgent", zoomPercent: 150 }]]);
  });

  test("is no saved view and no search through everything", async () => {
    const { host, user, kept } = await openStopped();
    await setUp(host, () => ({ savedViews: [KHANS] }));
    await user.click(await screen.findByRole("button", { name: "The Khans" }));
    await pass(KEEP_MS);
    await press(user, ["Ctrl+Shift+f"]);
    await pass(KEEP_MS);
    expect(kept).not.toHaveBeenCalled();
  });

  test("stays as it was while they practise, and where they leave practice at once", async () => {
    const { host, user } = await openStopped();
    await press(user, ["Ctrl+2"]);
    await pass(KEEP_MS);
    await press(user, ["Ctrl+Shift+t"]);
    const bar = await screen.findByRole("region", { name: "Practice" });
    await list("Unassigned");
    await press(user, ["Ctrl+4"]);
    await pass(KEEP_MS);
    await press(user, ["Ctrl+6"]);
    await user.click(within(bar).getByRole("button", { name: "Leave practice" }));
    await user.click(await screen.findByRole("button", { name: "Leave and throw away" }));
    expect(await list("Urgent")).toBeInTheDocument();
    await pass(KEEP_MS);
    expect((await host.session()).place?.view).toBe("urgent");
  });
});

describe("the view that somebody left, where it makes no sense any more", () => {
  test.each(["minutes", "everything"] as const)("%s leads to their first view", async (view) => {
    const places = await leftIn(view);
    const { host, user } = openApp();
    host.world.places = places;
    await user.click(await screen.findByRole("button", { name: "Carys Evans, Reception" }));
    expect(await list("Unassigned")).toBeInTheDocument();
  });

  test("a plain one does, also for a manager", async () => {
    const places = await leftIn("all-open", MANAGER);
    const { host, user } = openApp();
    host.world.places = places;
    await user.click(await screen.findByRole("button", { name: /^Jo Marsden/ }));
    expect(await list("All open")).toBeInTheDocument();
  });
});

describe("between two people", () => {
  test("what the one had on screen is not kept for the next", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const place = new WindowPlace(host);
    const session = await host.session();
    await host.signIn({ staffId: GP });
    await place.keepScreen(session, "held");
    expect((await host.session()).place).toBeNull();
  });

  test("what was on screen while practising is not kept for the practice’s own queue", async () => {
    const host = new FakeHost({ staffId: RECEPTIONIST });
    const place = new WindowPlace(host);
    const session = await host.startPractising();
    await host.stopPractising();
    await place.keepScreen(session, "held");
    await waitFor(async () => expect((await host.session()).place).toBeNull());
  });
});
