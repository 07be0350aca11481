import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { FakeHost } from "../../host/fake";
import { GP, openDesk, readerName, rows, selectedName } from "../../test/desk";

const ASK = "How many minutes have you got?";

/** A GP with so many requests of their own. */
async function openGp(count: number) {
  const opened = await openDesk({ staffId: GP });
  give(opened.host, count);
  return opened;
}

function give(host: FakeHost, count: number): void {
  const open = [...host.world.requests.values()].filter((request) => request.closed === null);
  for (const request of open.slice(0, count))
    request.owner = { kind: "person", id: GP, name: host.world.staff?.name ?? "" };
}

describe("I have some minutes", () => {
  test("two keys lead to the first request, the most urgent of one's own", async () => {
    const { host, user } = await openGp(6);
    await user.keyboard("m");
    await within(await screen.findByRole("dialog", { name: ASK })).findByText(
      /Estimated from the length and kind/,
    );
    await user.keyboard("2");
    expect(await screen.findByRole("listbox", { name: "My minutes requests" })).toBeInTheDocument();
    const planned = host.world.minutes?.ids ?? [];
    expect(planned).toHaveLength(3);
    await waitFor(() => expect(readerName()).toBe(host.world.requests.get(planned[0] ?? "")?.patient.name));
    expect(selectedName()).toBe(readerName());
    expect(rows()).toHaveLength(3);
    expect(screen.getByText(/0 of 3 done, about 9 minutes to go\./)).toBeInTheDocument();
  });

  test("stopping leads back, and it goes on where it stopped", async () => {
    const { host, user } = await openGp(6);
    await user.keyboard("{Control>}m{/Control}");
    await user.click(await screen.findByRole("button", { name: /^10 minutes/ }));
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    expect(await screen.findByRole("listbox", { name: "Mine requests" })).toBeInTheDocument();
    expect(host.world.minutes?.running).toBe(false);
    await user.keyboard("{Control>}m{/Control}");
    await user.click(await screen.findByRole("button", { name: /^Go on with 3 of 3/ }));
    expect(await screen.findByRole("listbox", { name: "My minutes requests" })).toBeInTheDocument();
    expect(host.world.minutes?.running).toBe(true);
  });

  test("a number that is none is said, and nothing begins", async () => {
    const { host, user } = await openGp(2);
    await user.keyboard("{Control>}m{/Control}");
    const field = await screen.findByRole("textbox", { name: "Or another number of minutes, 1 to 240" });
    await user.type(field, "0{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent("Enter whole minutes from 1 to 240.");
    expect(host.world.minutes).toBeNull();
  });

  test("while the requests are chosen that is said, and they are chosen once", async () => {
    const { host, user } = await openGp(2);
    const start = vi.spyOn(host, "startMinutes").mockReturnValue(new Promise(() => undefined));
    await user.keyboard("{Control>}m{/Control}");
    const button = await screen.findByRole("button", { name: /^10 minutes/ });
    await user.click(button);
    expect(await screen.findByText("Choosing the requests that fit")).toBeInTheDocument();
    await user.click(button);
    expect(start).toHaveBeenCalledTimes(1);
  });

  test("a mouse closes the question, and nothing begins", async () => {
    const { host, user } = await openGp(2);
    await user.keyboard("{Control>}m{/Control}");
    const dialog = await screen.findByRole("dialog", { name: ASK });
    await user.click(within(dialog).getByRole("button", { name: /^Close/ }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(host.world.minutes).toBeNull();
  });

  test("where nothing of one's own waits, that is said with the way back", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    for (const request of host.world.requests.values())
      if (request.owner.kind === "person") request.owner = { kind: "nobody" };
    await user.keyboard("{Control>}m{/Control}");
    await user.click(await screen.findByRole("button", { name: /^5 minutes/ }));
    expect(await screen.findByText("Nothing of yours fits into that time")).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Back to Mine" }));
    expect(await screen.findByRole("heading", { level: 1, name: /^Mine/ })).toBeInTheDocument();
  });
});
