import { screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, test } from "vitest";
import { openDesk, readerName, rows } from "../../test/desk";

/** What narrow.css does where only one of the two has room. */
const NARROW = '[data-pane="reader"] .list, [data-pane="list"] .reader { display: none }';

describe("where only the list or the request has room", () => {
  const style = document.createElement("style");
  style.textContent = NARROW;
  afterEach(() => style.remove());

  test("a request that is opened has the focus, so that its keys act", async () => {
    const { user } = await openDesk();
    const before = readerName();
    document.head.append(style);
    await user.click(rows()[2] ?? document.body);
    await waitFor(() => expect(readerName()).not.toBe(before));
    await waitFor(() => expect(screen.getByRole("main")).toContainElement(focused()));
    await user.keyboard("a");
    expect(await screen.findByRole("dialog", { name: /^Assign/ })).toBeInTheDocument();
  });

  test("it has the focus again when what was opened over it is closed", async () => {
    const { user } = await openDesk();
    document.head.append(style);
    await user.keyboard("{Enter}a");
    await screen.findByRole("dialog", { name: /^Assign/ });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await waitFor(() => expect(screen.getByRole("main")).toContainElement(focused()));
  });
});

function focused(): HTMLElement {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement ? activeElement : document.body;
}
