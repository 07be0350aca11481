import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { decisions, openDesk, selectedName } from "../../test/desk";

describe("setting a request aside", () => {
  test("W and a digit set it aside until then and open the next one", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    const [offered] = await host.holdTimes();
    await user.keyboard("w");
    const dialog = await screen.findByRole("dialog", { name: /^Set .* aside until/ });
    await within(dialog).findByRole("option", { name: /In an hour/ });
    await user.keyboard("1");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "hold", until: offered?.at.iso }]));
    await waitFor(() => expect(selectedName()).not.toBe(first));
  });

  test("what is held stands in its own view, says until when, and is taken back in the same place", async () => {
    const { host, user } = await openDesk();
    const first = selectedName();
    await user.keyboard("w");
    await screen.findByRole("option", { name: /In an hour/ });
    await user.keyboard("1");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    await user.click(screen.getByRole("button", { name: /^Held/ }));
    await screen.findByRole("option", { name: new RegExp(`${first.slice(0, 5)}.*held to`) });
    await screen.findByRole("toolbar", { name: "Actions on this request" });
    await user.click(screen.getByRole("button", { name: /^Hold/ }));
    const back = await screen.findByRole("option", { name: /Now: take it back/ });
    expect(back).toHaveTextContent("0");
    await user.click(back);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "hold" }, { kind: "end-hold" }]));
  });

  test("a date that is none is said, and nothing is changed until it is one", async () => {
    const { host, user } = await openDesk();
    await user.keyboard("w");
    await user.click(await screen.findByRole("option", { name: /Another date and time/ }));
    await user.type(await screen.findByRole("textbox", { name: /^Date/ }), "31-Feb-2027{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("Enter a date");
    expect(decisions(host)).toEqual([]);
    await user.clear(screen.getByRole("textbox", { name: /^Date/ }));
    await user.type(screen.getByRole("textbox", { name: /^Date/ }), "1-Mar-2027{Enter}");
    await waitFor(() => expect(decisions(host)).toEqual([{ kind: "hold", until: "2027-03-01T08:00" }]));
  });
});
