import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { timeView } from "../../host/fake/world";
import { decisions, openDesk, readerName } from "../../test/desk";

/** A request in whose thread a reply stands that did not arrive. */
async function openFailed() {
  const desk = await openDesk();
  const { world } = desk.host;
  const open = [...world.requests.values()].find((request) => request.patient.name === readerName());
  if (open === undefined) throw new Error("nothing is open");
  desk.host.elsewhere(open.id, (request) => {
    request.version -= 1;
    request.messages.push({
      kind: "reply",
      id: "reply-7",
      author: "Dr Anwen Rees",
      at: timeView(world.nowMs, world.nowMs),
      text: "Please ring us.",
      delivery: "failed",
      failure: "Number not in use",
      channel: "text message",
      opId: null,
    });
  });
  await screen.findByText("Number not in use");
  const more = screen.queryByRole("button", { name: /Continue/ });
  if (more !== null) await desk.user.click(more);
  return desk;
}

describe("a reply that did not arrive", () => {
  test("is sent again from where it stands, with its own text to begin with", async () => {
    const { host, user } = await openFailed();
    await user.click(screen.getByRole("button", { name: "Send again" }));
    const field = await screen.findByRole("textbox", { name: /once more/ });
    expect(field).toHaveValue("Please ring us.");
    await user.type(field, " Or write.");
    await user.click(screen.getByRole("button", { name: /^Send again to / }));
    await waitFor(() =>
      expect(decisions(host)).toEqual([
        { kind: "send-again", reply: "reply-7", text: "Please ring us. Or write." },
      ]),
    );
  });

  test("leads to taking down that the patient asked again", async () => {
    const { user } = await openFailed();
    const thread = screen.getByText("Number not in use").closest("li");
    if (thread === null) throw new Error("the reply stands in no thread");
    await user.click(within(thread).getByRole("button", { name: "Patient asked again" }));
    expect(await screen.findByRole("dialog", { name: /ask again\?$/ })).toBeInTheDocument();
  });
});
