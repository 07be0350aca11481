import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { openDesk, rows } from "../test/desk";

async function searchesFor(user: UserEvent, words: string): Promise<void> {
  await user.keyboard("{Control>}f{/Control}");
  await user.keyboard(words);
  await screen.findByRole("button", { name: "Save this view" });
}

async function saves(user: UserEvent, name: string): Promise<void> {
  await user.click(screen.getByRole("button", { name: "Save this view" }));
  const dialog = await screen.findByRole("dialog", { name: "Save this view" });
  const field = within(dialog).getByRole("textbox", { name: "Name" });
  await user.clear(field);
  await user.type(field, `${name}{Enter}`);
}

const rail = () => screen.getByRole("navigation");

describe("saved views", () => {
  test("a search becomes a view of one’s own, which opens with its words", async () => {
    const { user } = await openDesk();
    await searchesFor(user, "khan");
    await waitFor(() => expect(rows().length).toBeGreaterThan(0));
    const found = rows().length;
    await saves(user, "The Khans");
    expect(await within(rail()).findByRole("button", { name: "The Khans" })).toBeInTheDocument();
    await user.click(within(rail()).getByRole("button", { name: /^All open/ }));
    await waitFor(() => expect(rows().length).not.toBe(found));
    await user.click(within(rail()).getByRole("button", { name: "The Khans" }));
    expect(screen.getByRole("searchbox")).toHaveValue("khan");
    await waitFor(() => expect(rows()).toHaveLength(found));
  });

  test("two of one name are refused, and the first stays", async () => {
    const { host, user } = await openDesk();
    await searchesFor(user, "khan");
    await saves(user, "The Khans");
    await within(rail()).findByRole("button", { name: "The Khans" });
    await saves(user, "the khans");
    expect(await screen.findByText(/^The view was not saved\./)).toBeInTheDocument();
    expect((await host.setup()).savedViews).toHaveLength(1);
  });

  test("a view that is saved while others are being renamed in Settings is not lost when those are saved", async () => {
    const { host, user } = await openDesk();
    await searchesFor(user, "khan");
    await saves(user, "The Khans");
    await within(rail()).findByRole("button", { name: "The Khans" });
    await user.keyboard("{Control>},{/Control}");
    await user.type(await screen.findByRole("textbox", { name: /searched for “khan”/ }), " of Mill Lane");
    await user.click(within(rail()).getByRole("button", { name: /^Unassigned/ }));
    await searchesFor(user, "rossi");
    await saves(user, "The Rossis");
    await within(rail()).findByRole("button", { name: "The Rossis" });
    await user.keyboard("{Control>},{/Control}");
    await user.click(await screen.findByRole("button", { name: /^Save/ }));
    await waitFor(async () =>
      expect((await host.setup()).savedViews.map(({ name }) => name)).toEqual([
        "The Khans of Mill Lane",
        "The Rossis",
      ]),
    );
  });

  test("nothing is said of saved views where there are none", async () => {
    await openDesk();
    expect(screen.queryByText("Saved views")).not.toBeInTheDocument();
  });
});
