import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { FakeHost } from "../../host/fake";
import { decisions, openDesk, readerName, restart, switchTo } from "../../test/desk";

/** Whose texts are kept, and what they are. */
const keptTexts = (host: FakeHost) =>
  [...host.world.typed].map(([key, { text }]) => [key.split(" ")[0], text]);

/** The next answer about what was kept comes when it is let go. */
function holdBack(host: FakeHost): () => void {
  const real = host.typed.bind(host);
  const late: (() => void)[] = [];
  vi.spyOn(host, "typed").mockImplementationOnce(
    (form) => new Promise((answer) => late.push(() => void real(form).then(answer))),
  );
  return () => {
    for (const go of late) go();
  };
}

const field = () => screen.findByRole("textbox", { name: /Note for the practice/ });

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
    expect(await field(), "what is typed next is no key of the list behind").toHaveFocus();
    await waitFor(() => expect(host.world.typed.size).toBe(0));
  });

  test("is kept for whoever typed it, to the last letter before the desk changed hands", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister");
    await switchTo(user, "Priya Nair, Reception");
    expect(keptTexts(host)).toEqual([["p-carys", "Rang her sister"]]);
    await user.keyboard("{Alt>}n{/Alt}");
    expect(await field()).toHaveValue("");
    await user.type(await field(), "Priya writes{Escape}");
    await switchTo(user, "Carys Evans, Reception");
    await user.keyboard("{Alt>}n{/Alt}");
    const again = await field();
    await waitFor(() => expect(again).toHaveValue("Rang her sister"));
    expect(keptTexts(host)).toContainEqual(["p-priya", "Priya writes"]);
  });

  test("does not go with the person into the practice queue", async () => {
    const { host, user } = await openDesk();
    const { world } = host;
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister");
    await user.click(screen.getByRole("button", { name: /Carys Evans/ }));
    await user.click(screen.getByRole("menuitem", { name: /Practise with invented patients/ }));
    await waitFor(() => expect(host.world).not.toBe(world));
    expect([...world.typed.values()]).toMatchObject([{ text: "Rang her sister" }]);
    await waitFor(() => expect(screen.queryByRole("textbox", { name: /Note for/ })).toBeNull());
    expect(host.world.typed.size).toBe(0);
  });

  test("that comes back late stands before what was typed meanwhile, and neither is lost", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("n");
    await user.type(await field(), "Rang her sister{Escape}");
    await waitFor(() => expect(host.world.typed.size).toBe(1));
    const answer = holdBack(host);
    await user.keyboard("n");
    await user.type(await field(), "No answer{Escape}");
    expect(keptTexts(host), "nothing is kept over it unseen").toEqual([["p-carys", "Rang her sister"]]);
    answer();
    await waitFor(() => expect(keptTexts(host)).toEqual([["p-carys", "Rang her sister\nNo answer"]]));
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
