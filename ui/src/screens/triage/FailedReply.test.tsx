import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { type FakeRequest, timeView } from "../../host/fake/world";
import { decisions, openDesk, readerName } from "../../test/desk";
import { keptReplies } from "../decide/keptNotes";

/** A request in whose thread a reply stands that did not arrive. */
async function openFailed(change: (request: FakeRequest) => void = () => undefined) {
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
      mayAnswer: false,
      attachments: [],
      opId: null,
    });
    change(request);
  });
  await screen.findByText(SAID);
  const more = screen.queryByRole("button", { name: /Continue/ });
  if (more !== null) await desk.user.click(more);
  return desk;
}

const SAID = "The provider said: “Number not in use”";

/** The failed reply as it stands in the thread. */
function failed(): HTMLElement {
  const item = screen.getByText(SAID).closest("li");
  if (item === null) throw new Error("the reply stands in no thread");
  return item;
}

afterEach(() => keptReplies.clear());

describe("a reply that did not arrive", () => {
  test("is sent again from where it stands, with its own text to begin with", async () => {
    const { host, user } = await openFailed();
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    const field = await screen.findByRole("textbox", { name: /once more/ });
    expect(field).toHaveFocus();
    expect(field).toHaveValue("Please ring us.");
    await user.type(field, " Or write.");
    await user.click(screen.getByRole("button", { name: /^Send again to / }));
    await waitFor(() =>
      expect(decisions(host)).toEqual([
        { kind: "send-again", reply: "reply-7", text: "Please ring us. Or write." },
      ]),
    );
  });

  test("is not offered once more after that, and the new one stands below it until it has gone", async () => {
    const { user } = await openFailed();
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    await user.click(await screen.findByRole("button", { name: /^Send again to / }));
    expect(await within(failed()).findByText("Sent again further down.")).toBeInTheDocument();
    expect(within(failed()).queryByRole("button", { name: /Send again/ })).not.toBeInTheDocument();
    expect(screen.getByText("Held on this PC, can still be taken back")).toBeInTheDocument();
  });

  test("is offered again when sending it again was undone", async () => {
    const { user } = await openFailed();
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    await user.click(await screen.findByRole("button", { name: /^Send again to / }));
    await within(failed()).findByText("Sent again further down.");
    await user.keyboard("{Alt>}z{/Alt}");
    expect(await within(failed()).findByRole("button", { name: /^Send again/ })).toBeInTheDocument();
  });

  test("keeps the other words that were begun while another request is looked at, and when it was not saved", async () => {
    const { host, user } = await openFailed();
    const name = readerName();
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    await user.type(await screen.findByRole("textbox", { name: /once more/ }), " Please.");
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await user.click(screen.getByRole("button", { name: /^Send again to / }));
    await screen.findByRole("alert");
    expect(screen.getByRole("textbox", { name: /once more/ })).toHaveValue("Please ring us. Please.");
    await user.click(screen.getAllByRole("option", { name: /waiting/ })[1] ?? document.body);
    await waitFor(() => expect(readerName()).not.toBe(name));
    await user.click(screen.getAllByRole("option", { name: /waiting/ })[0] ?? document.body);
    await screen.findByText(SAID);
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    expect(await screen.findByRole("textbox", { name: /once more/ })).toHaveValue("Please ring us. Please.");
  });

  test("of a patient without a match says why it cannot go, and opens nothing", async () => {
    const { user } = await openFailed((request) => {
      request.patient = { ...request.patient, match: "missing" };
    });
    await user.click(within(failed()).getByRole("button", { name: "Send again" }));
    expect(within(failed()).getByText(/The patient is not matched/)).toBeInTheDocument();
    expect(screen.queryByRole("textbox", { name: /once more/ })).not.toBeInTheDocument();
  });

  test("leads to taking down that the patient asked again", async () => {
    const { user } = await openFailed();
    await user.click(within(failed()).getByRole("button", { name: "Patient asked again" }));
    expect(await screen.findByRole("dialog", { name: /ask again\?$/ })).toBeInTheDocument();
  });
});
