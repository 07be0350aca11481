import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { openDesk, readerName, rows } from "../../test/desk";

const MINUTE_MS = 60_000;

type Desk = Awaited<ReturnType<typeof openDesk>>;

function openId({ host }: Desk): string {
  const name = readerName();
  return [...host.world.requests.values()].find((request) => request.patient.name === name)?.id ?? "";
}

/** Somebody else begins to write about the open request. */
function reesWrites(desk: Desk): void {
  const id = openId(desk);
  desk.host.world.claims.set(id, { by: "Dr Rees", untilMs: desk.host.world.nowMs + 5 * MINUTE_MS });
  desk.host.elsewhere(id, (request) => {
    request.version -= 1;
  });
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
    const desk = await openDesk();
    reesWrites(desk);
    await screen.findByText("Dr Rees is writing to this patient.");
    await desk.user.keyboard("r");
    const field = await message();
    expect(await screen.findByText("Dr Rees is writing a reply.")).toBeInTheDocument();
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
    expect(desk.host.world.claims.get(openId(desk) || [...desk.host.world.claims.keys()][0] || "")?.by).toBe(
      "Dr Rees",
    );
  });

  test("once they stop, the field opens, it is said, and the request is claimed", async () => {
    const desk = await openDesk();
    const id = openId(desk);
    reesWrites(desk);
    await screen.findByText("Dr Rees is writing to this patient.");
    await desk.user.keyboard("r");
    const field = await message();
    await screen.findByText("Dr Rees is writing a reply.");
    desk.host.world.claims.delete(id);
    desk.host.elsewhere(id, () => undefined);
    expect(await screen.findByText("Dr Rees has stopped writing. You can write now.")).toBeInTheDocument();
    await desk.user.type(field, "Please come in");
    expect(field).toHaveValue("Please come in");
    await waitFor(() => expect(desk.host.world.claims.get(id)?.by).toBe("Carys Evans"));
  });
});
