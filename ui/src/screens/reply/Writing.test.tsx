import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { FakeOptions } from "../../host/fake";
import { openDesk, readerName, rows } from "../../test/desk";

const MINUTE_MS = 60_000;

type Desk = Awaited<ReturnType<typeof openDesk>>;

function openId({ host }: Desk): string {
  const name = readerName();
  return [...host.world.requests.values()].find((request) => request.patient.name === name)?.id ?? "";
}

/** Somebody else begins to write about the open request. */
function reesWrites(desk: Desk, id = openId(desk)): void {
  desk.host.world.claims.set(id, { by: "Dr Rees", untilMs: desk.host.world.nowMs + 5 * MINUTE_MS });
  desk.host.elsewhere(id, (request) => {
    request.version -= 1;
  });
}

function stops({ host }: Desk, id: string): void {
  host.world.claims.delete(id);
  host.elsewhere(id, () => undefined);
}

/** The reply screen as it is while somebody else writes. */
async function openLocked(options: FakeOptions = {}) {
  const desk = await openDesk(options);
  const id = openId(desk);
  reesWrites(desk);
  await screen.findByText("Dr Rees is writing to this patient.");
  await desk.user.keyboard("r");
  const field = await message();
  await screen.findByText("Dr Rees is writing a reply.");
  return { desk, id, field };
}

async function freed(): Promise<HTMLElement> {
  const said = await screen.findByText("Dr Rees has stopped writing. You can write now.");
  expect(said.closest("[role='status']"), "it is said without interrupting").not.toBeNull();
  return said;
}

const message = () => screen.findByRole("textbox", { name: /^Message to / });

describe("who is writing", () => {
  test("is named on the row and over the request until it runs out", async () => {
    const desk = await openDesk();
    reesWrites(desk);
    expect(await screen.findByText("Dr Rees is writing to this patient.")).toBeInTheDocument();
    expect(rows()[0]).toHaveTextContent("Dr Rees is writing");
    desk.host.advance(6 * MINUTE_MS);
    await waitFor(() => expect(screen.queryByText(/is writing/)).not.toBeInTheDocument());
  });

  test("beginning to write claims the request, and leaving gives it back", async () => {
    const desk = await openDesk();
    const id = openId(desk);
    await desk.user.keyboard("r");
    await message();
    await waitFor(() => expect(desk.host.world.claims.get(id)?.by).toBe("Carys Evans"));
    await desk.user.keyboard("{Escape}");
    await waitFor(() => expect(desk.host.world.claims.has(id)).toBe(false));
    expect(screen.queryByText(/is writing/)).not.toBeInTheDocument();
  });

  test("where somebody else writes, nothing can be typed or sent before that is said to be wanted", async () => {
    const { desk, id, field } = await openLocked();
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("");
    await desk.user.click(screen.getByRole("button", { name: "Write anyway" }));
    expect(
      screen.getByText(/The patient may get two replies, yours and that of Dr Rees/),
    ).toBeInTheDocument();
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("");
    await desk.user.click(screen.getByRole("button", { name: "Yes, write too" }));
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("Please come in");
    expect(desk.host.world.claims.get(id)?.by).toBe("Dr Rees");
  });

  test("a claim that runs out opens the field too, and takes the focus from nothing", async () => {
    const { desk, id, field } = await openLocked();
    const find = screen.getByRole("textbox", { name: "Find by name or words" });
    await desk.user.click(find);
    desk.host.advance(6 * MINUTE_MS);
    expect(await freed()).toBeInTheDocument();
    expect(find).toHaveFocus();
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("Please come in");
    await waitFor(() => expect(desk.host.world.claims.get(id)?.by).toBe("Carys Evans"));
  });

  test("who had the focus in the note is in the message once it opens", async () => {
    const { desk, id, field } = await openLocked();
    await desk.user.click(screen.getByRole("button", { name: "Write anyway" }));
    stops(desk, id);
    await freed();
    expect(field).toHaveFocus();
  });

  test("Enter pressed twice on Write anyway writes nothing, and the keyboard stays where it was", async () => {
    const { desk, field } = await openLocked();
    screen.getByRole("button", { name: "Write anyway" }).focus();
    await desk.user.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Wait" })).toHaveFocus();
    await desk.user.keyboard("{Enter}");
    expect(screen.getByRole("button", { name: "Write anyway" })).toHaveFocus();
    expect(field).toHaveAttribute("readonly");
    await desk.user.keyboard("{Enter}{Tab}{Enter}");
    expect(field).toHaveFocus();
    await desk.user.keyboard("Please come in");
    expect(field).toHaveValue("Please come in");
  });

  test("who writes in spite of it has the claim as soon as the other stops", async () => {
    const { desk, id } = await openLocked();
    await desk.user.click(screen.getByRole("button", { name: "Write anyway" }));
    await desk.user.click(screen.getByRole("button", { name: "Yes, write too" }));
    stops(desk, id);
    await waitFor(() => expect(desk.host.world.claims.get(id)?.by).toBe("Carys Evans"));
    expect(screen.queryByText(/has stopped writing/), "nothing opens that was open").toBeNull();
  });

  test("a field that has opened is not locked again by whoever comes later", async () => {
    const { desk, id, field } = await openLocked();
    stops(desk, id);
    await freed();
    await desk.user.type(field, "Please come");
    reesWrites(desk, id);
    await waitFor(async () => expect((await desk.host.request({ id })).claim?.by).toBe("Dr Rees"));
    await desk.user.type(field, " in");
    expect(field).toHaveValue("Please come in");
    expect(screen.queryByRole("button", { name: "Write anyway" })).toBeNull();
  });

  test("without a line it says how old what is known of the other is", async () => {
    await openLocked({ offlineMinutes: 18 });
    expect(
      await screen.findByText(/That counts until \d\d:\d\d unless they go on; as at 09:23\./),
    ).toBeVisible();
  });

  test("once they stop, the field opens, it is said, and the request is claimed", async () => {
    const { desk, id, field } = await openLocked();
    stops(desk, id);
    await freed();
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("Please come in");
    await waitFor(() => expect(desk.host.world.claims.get(id)?.by).toBe("Carys Evans"));
  });
});
