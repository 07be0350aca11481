import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { decisions, openApp, openDesk, openRequest, RECEPTIONIST, rows } from "../test/desk";

const bar = () => screen.findByRole("region", { name: "Practice" });
const noBar = () => expect(screen.queryByRole("region", { name: "Practice" })).toBeNull();

async function practise(user: UserEvent) {
  await user.keyboard("{Control>}{Shift>}t{/Shift}{/Control}");
  const found = await bar();
  await openRequest();
  return found;
}

async function leave(user: UserEvent) {
  await user.click(within(await bar()).getByRole("button", { name: "Leave practice" }));
  await user.click(await screen.findByRole("button", { name: "Leave and throw away" }));
  await waitFor(noBar);
}

describe("the practice queue", () => {
  test("is entered from the user menu and says in words that nothing there is real", async () => {
    const { user } = await openDesk();
    noBar();
    await user.click(screen.getByRole("button", { name: /Carys Evans/ }));
    await user.click(screen.getByRole("menuitem", { name: /Practise with invented patients/ }));
    expect(await bar()).toHaveTextContent("PRACTICE · invented patients · nothing is sent");
    expect(await screen.findByText("Lark Rise (invented)")).toBeInTheDocument();
  });

  test("is among all commands", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}k{/Control}practise");
    await user.click(await screen.findByRole("option", { name: /Practise with invented patients/ }));
    await bar();
  });

  test.each(["connect", "choose-staff"] as const)(
    "is entered before anybody works here: %s",
    async (phase) => {
      const { user } = openApp({ phase });
      await user.click(await screen.findByRole("button", { name: "Practise with invented patients" }));
      await bar();
      await openRequest();
      expect(screen.queryByText(/in your own queue/)).toBeNull();
      await leave(user);
      expect(
        await screen.findByRole("button", { name: "Practise with invented patients" }),
      ).toBeInTheDocument();
    },
  );

  test("keeps its marks where nobody works yet, over a dialog, and where a reply is written", async () => {
    const { user } = await openDesk();
    await practise(user);
    await user.keyboard("{F1}");
    expect(await screen.findByRole("dialog", { name: "Help" })).toBeInTheDocument();
    await bar();
    await user.keyboard("{Escape}");
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    expect(await screen.findByText("Who is working here?")).toBeInTheDocument();
    await bar();
    expect(screen.queryByRole("button", { name: "Practise with invented patients" })).toBeNull();
    await user.click(screen.getByRole("button", { name: /Carys Evans/ }));
    await user.click(within(await openRequest()).getByRole("button", { name: /Reply/ }));
    await screen.findByRole("textbox", { name: /message/i });
    await bar();
  });

  test("offers nothing that has to do with a network", async () => {
    const { user, host } = await openDesk({ offlineMinutes: 20 });
    expect(screen.getByText(/Working offline since/)).toBeInTheDocument();
    await practise(user);
    expect(screen.queryByText(/Working offline since/)).toBeNull();
    expect(screen.getByText("Practice: no network")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /Carys Evans/ }));
    expect(screen.queryByRole("menuitem", { name: /Check for new requests now/ })).toBeNull();
    expect(screen.queryByRole("menuitemcheckbox")).toBeNull();
    await host.setWorkOffline({ offline: false });
    expect((await host.status()).link).toBe("working-offline");
  });

  test("ticks a task when it is done, and leaves it ticked when it is undone", async () => {
    const { user } = await openDesk();
    const found = await practise(user);
    expect(within(found).getByText("0 of 5 done")).toBeInTheDocument();
    await user.click(within(await openRequest()).getByRole("button", { name: /Assign/ }));
    await user.click(await screen.findByRole("option", { name: /Duty GP/ }));
    expect(await within(found).findByText("1 of 5 done")).toBeInTheDocument();
    expect(within(found).getByText("Give a request to a team").closest("li")).toHaveTextContent(/^Done: /);
    await user.click(screen.getByRole("button", { name: /^Undo/ }));
    expect(await within(found).findByText("2 of 5 done")).toBeInTheDocument();
    expect(within(found).getByText("Give a request to a team").closest("li")).toHaveTextContent(/^Done: /);
  });

  test("keeps in sight how many real patients are urgent meanwhile", async () => {
    const { user, host } = await openDesk();
    const { urgentOpen } = await host.status();
    expect(urgentOpen).toBeGreaterThan(0);
    const found = await practise(user);
    expect(within(found).getByText(`${urgentOpen} urgent in your own queue`)).toBeInTheDocument();
    expect((await host.status()).urgentOpen).not.toBe(urgentOpen);
  });

  test("shows its tasks with their keys until they are hidden", async () => {
    const { user } = await openDesk();
    const found = await practise(user);
    const tasks = within(found).getByRole("list", { name: "Tasks to try" });
    expect(
      within(tasks)
        .getAllByRole("listitem")
        .map((item) => item.textContent),
    ).toEqual([
      "Give a request to a teamA",
      "Raise the urgency of oneU",
      "Reply with a templateR",
      "Hold one for laterW",
      "Undo your last actionZ",
    ]);
    await user.click(within(found).getByRole("button", { name: "Hide tasks" }));
    expect(within(found).queryByRole("list")).toBeNull();
    await user.click(within(found).getByRole("button", { name: "Show tasks" }));
    expect(within(found).getByRole("list", { name: "Tasks to try" })).toBeInTheDocument();
  });

  test("says before it is left that all of it is thrown away, and can be stayed in", async () => {
    const { user } = await openDesk();
    await practise(user);
    await user.keyboard("{Control>}{Shift>}t{/Shift}{/Control}");
    const dialog = await screen.findByRole("dialog", { name: "Leave practice?" });
    expect(dialog).toHaveTextContent("Everything you did here is thrown away");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    await bar();
  });

  test("leaves the real queue as it was, and begins anew the next time", async () => {
    const { user, host } = await openDesk();
    const before = rows().map((row) => row.textContent);
    await practise(user);
    await user.click(within(await openRequest()).getByRole("button", { name: /Assign/ }));
    await user.click(await screen.findByRole("option", { name: /Duty GP/ }));
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await leave(user);
    await openRequest();
    expect(decisions(host)).toHaveLength(0);
    expect(host.world.staff?.id).toBe(RECEPTIONIST);
    await waitFor(() => expect(rows().map((row) => row.textContent)).toEqual(before));
    await practise(user);
    expect(screen.getByText("0 of 5 done")).toBeInTheDocument();
  });

  test("says so when it cannot be opened, and that the real requests are as they were", async () => {
    const { user, host } = await openDesk();
    host.startPractising = () => Promise.reject({ kind: "not-saved", why: "disk-full" });
    await user.keyboard("{Control>}{Shift>}t{/Shift}{/Control}");
    const dialog = await screen.findByRole("dialog", { name: "That did not work" });
    expect(dialog).toHaveTextContent("disk is full");
    expect(dialog).toHaveTextContent("Your practice’s own requests are as they were.");
    noBar();
  });
});
