/** U4 of `ux.md` §12, the part that a clock drives: the other hazards are in the files beside this one. */

import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { MINUTE_MS } from "../host/fake/world";
import { openDesk } from "./desk";

describe("U4: an urgent request that nobody sees", () => {
  const said = /urgent requests? came in over 30 minutes ago and nobody has/;

  test("after half an hour without an owner it is said to everybody, until somebody has it", async () => {
    const { host } = await openDesk();
    expect(await screen.findByText(said)).toBeInTheDocument();
    for (const request of host.world.requests.values())
      host.elsewhere(request.id, ({ owner }) => {
        if (owner.kind === "nobody") request.owner = { kind: "team", id: "t-duty", name: "Duty GP" };
      });
    await waitFor(() => expect(screen.queryByText(said)).not.toBeInTheDocument());
  });

  test("what came in a minute ago is not said yet", async () => {
    const { host } = await openDesk();
    for (const request of host.world.requests.values())
      host.elsewhere(request.id, () => {
        request.receivedMs = host.world.nowMs - MINUTE_MS;
      });
    await waitFor(() => expect(screen.queryByText(said)).not.toBeInTheDocument());
  });

  test("the banner leads to those that nobody has, the most urgent first", async () => {
    const { user } = await openDesk();
    await user.click(await screen.findByRole("button", { name: "Show unassigned" }));
    expect(await screen.findByRole("heading", { level: 1, name: /^Unassigned/ })).toBeInTheDocument();
  });
});
