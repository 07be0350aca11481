import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent, { type UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { App } from "../../app/App";
import type { FakeHost } from "../../host/fake";
import { decisions, openDesk, openRequest, readerName } from "../../test/desk";

const field = () => screen.findByRole("textbox", { name: /Note for the practice/ });

/** The program ends and starts again. */
async function restart(host: FakeHost): Promise<UserEvent> {
  cleanup();
  render(<App host={host} />);
  await openRequest();
  return userEvent.setup();
}

describe("a note that was typed and not saved", () => {
  test("is kept within a second of typing, also while the box is open", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister");
    await waitFor(() => expect([...host.world.typed.values()]).toMatchObject([{ text: "Rang her sister" }]));
    const again = await restart(host);
    await again.keyboard("n");
    expect(await screen.findByText(/You typed this and did not save it/)).toHaveTextContent(
      /^Kept from .*09:41\. You typed this/,
    );
    expect(await field()).toHaveValue("Rang her sister");
  });

  test("comes back for its own request and no other", async () => {
    const { user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister{Escape}");
    const before = readerName();
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(readerName()).not.toBe(before));
    await user.keyboard("n");
    expect(await field()).toHaveValue("");
  });

  test("can be thrown away", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister{Escape}");
    await user.keyboard("n");
    await user.click(await screen.findByRole("button", { name: "Discard it" }));
    expect(await field()).toHaveValue("");
    await waitFor(() => expect(host.world.typed.size).toBe(0));
  });

  test("is gone once it is saved", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.keyboard("n");
    expect(await field()).toHaveValue("");
    expect(host.world.typed.size).toBe(0);
  });

  test("is still there where saving failed", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await user.type(await field(), "Rang her sister{Control>}{Enter}{/Control}");
    await screen.findByRole("alert");
    await user.keyboard("n");
    expect(await field()).toHaveValue("Rang her sister");
  });

  test("that cannot be kept says so while it can still be saved", async () => {
    const { host, user } = await openDesk();
    vi.spyOn(host, "keepTyped").mockRejectedValue({ kind: "not-saved", why: "disk-full" });
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister");
    expect(await screen.findByRole("alert")).toHaveTextContent(/cannot be kept on this PC/);
    expect(await field()).toHaveValue("Rang her sister");
  });
});
