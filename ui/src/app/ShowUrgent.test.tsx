import { act, screen } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { type Opened, openDesk, openRequest, press } from "../test/desk";
import { en } from "../words/en";

const heading = () => screen.getByRole("heading", { level: 1 });

function click({ host }: Opened): void {
  act(() => host.notification.tell());
}

describe("a click on a notification of urgent requests", () => {
  test("leads to the urgent requests from wherever the person is", async () => {
    const opened = await openDesk();
    await press(opened.user, ["Ctrl+,"]);
    expect(heading()).toHaveTextContent(en.settings);
    click(opened);
    expect(await screen.findByRole("heading", { level: 1, name: /^Urgent/ })).toBeInTheDocument();
  });

  test("takes nobody out of a reply", async () => {
    const opened = await openDesk();
    await press(opened.user, ["r"]);
    const message = await screen.findByRole("textbox", { name: /^Message to/ });
    click(opened);
    expect(message).toBeInTheDocument();
  });

  test("changes nothing behind a dialog", async () => {
    const opened = await openDesk();
    await press(opened.user, ["Ctrl+k"]);
    click(opened);
    expect(heading()).toHaveTextContent(en.view.unassigned);
  });

  test("leads to no invented patient while somebody practises", async () => {
    const opened = await openDesk();
    await press(opened.user, ["Ctrl+Shift+T"]);
    await screen.findByRole("region", { name: "Practice" });
    await openRequest();
    const before = heading().textContent;
    click(opened);
    expect(heading()).toHaveTextContent(before ?? "");
  });
});
