import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { decisions, openDesk, readerName } from "../../test/desk";

const field = () => screen.findByRole("textbox", { name: /^What they said/ });

async function ask(user: UserEvent): Promise<HTMLElement> {
  await user.keyboard("{Shift>}C{/Shift}");
  return screen.findByRole("dialog", { name: `How did ${readerName()} ask again?` });
}

describe("a patient who asked again", () => {
  test("is taken down by two keys, and stands under what was done", async () => {
    const { host, user } = await openDesk();
    const name = readerName();
    await ask(user);
    await user.keyboard("1");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "log-chase", route: "phone", text: null }]));
    expect(readerName(), "the request stays open").toBe(name);
    expect(await screen.findByText(/Asked again by phone/)).toBeInTheDocument();
  });

  test("is counted in the reader, with when and how they asked last", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("{Shift>}C{/Shift}1");
    expect(await screen.findByText("The patient asked again.")).toBeInTheDocument();
    expect(screen.getByText("Today 09:41 by phone.")).toBeInTheDocument();
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.keyboard("{Shift>}C{/Shift}2");
    expect(await screen.findByText("The patient asked again 2 times.")).toBeInTheDocument();
    expect(screen.getByText("Last today 09:41 at the front desk.")).toBeInTheDocument();
  });
});

describe("what they said", () => {
  test("is written after Tab, goes with the way that is chosen, and is a note", async () => {
    const { host, user } = await openDesk();
    const dialog = await ask(user);
    await user.tab();
    expect(await field()).toHaveFocus();
    await user.keyboard("It is worse since 2 today");
    expect(decisions(host), "a digit in the text chooses nothing").toEqual([]);
    await user.click(within(dialog).getByText("At the front desk"));
    await waitFor(() =>
      expect(decisions(host)).toEqual([
        { kind: "log-chase", route: "desk", text: "It is worse since 2 today" },
      ]),
    );
    const notes = screen.getByRole("complementary", { name: "Notes" });
    expect(await within(notes).findByText("It is worse since 2 today")).toBeInTheDocument();
  });

  test("goes with the marked way on Ctrl+Enter, and the arrows move in the text", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    await user.keyboard("{ArrowDown}");
    await user.type(await field(), "Crying{ArrowDown}{Control>}{Enter}{/Control}");
    await waitFor(() =>
      expect(decisions(host)).toEqual([{ kind: "log-chase", route: "desk", text: "Crying" }]),
    );
  });

  test("stays while somebody looks something up in another program", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    await user.type(await field(), "Rang twice");
    fireEvent.blur(window);
    expect(await field()).toHaveValue("Rang twice");
    await user.click(screen.getByText("By phone"));
    await waitFor(() => expect(decisions(host)).toMatchObject([{ text: "Rang twice" }]));
  });

  test("is still there after Escape, and gone once it is saved", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    await user.type(await field(), "Rang twice{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await ask(user);
    expect(await field()).toHaveValue("Rang twice");
    await user.click(screen.getByText("By phone"));
    await waitFor(() => expect(decisions(host)).toMatchObject([{ text: "Rang twice" }]));
    expect(host.world.typed.size, "nothing goes with the next one").toBe(0);
  });

  test("that came back is reached by the first Tab, and thrown away only by the second", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    await user.type(await field(), "Rang twice{Escape}");
    await ask(user);
    const discard = await screen.findByRole("button", { name: "Discard it" });
    await user.tab();
    expect(await field()).toHaveFocus();
    await user.tab();
    expect(discard).toHaveFocus();
    await user.keyboard("{Enter}");
    expect(await field()).toHaveValue("");
    expect(await field(), "what is typed next is no key of the list behind").toHaveFocus();
    await waitFor(() => expect(host.world.typed.size).toBe(0));
  });

  test("is still there when it was not saved", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    await user.type(await field(), "Rang twice");
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("alert");
    expect(decisions(host)).toEqual([]);
    await ask(user);
    expect(await field()).toHaveValue("Rang twice");
  });

  test("that is longer than 2,000 characters is not saved and not cut, and it is said by how much", async () => {
    const { host, user } = await openDesk();
    await ask(user);
    fireEvent.change(await field(), { target: { value: "a".repeat(2_001) } });
    expect(await field()).toHaveAccessibleDescription(/2,001 characters long and 2,000 fit/);
    await user.type(await field(), "{Control>}{Enter}{/Control}");
    expect(await screen.findByRole("alert")).toHaveTextContent("nothing was saved");
    expect(decisions(host)).toEqual([]);
    fireEvent.change(await field(), { target: { value: "a".repeat(2_000) } });
    await user.type(await field(), "{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
  });
});
