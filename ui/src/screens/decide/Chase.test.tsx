import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { decisions, openDesk, readerName } from "../../test/desk";

test("that a patient asked again is taken down by two keys, and stands under what was done", async () => {
  const { host, user } = await openDesk();
  const name = readerName();
  await user.keyboard("{Shift>}C{/Shift}");
  expect(await screen.findByRole("dialog", { name: `How did ${name} ask again?` })).toBeInTheDocument();
  await user.keyboard("1");
  await waitFor(() => expect(decisions(host)).toEqual([{ kind: "log-chase", route: "phone", text: null }]));
  expect(readerName(), "the request stays open").toBe(name);
  expect(await screen.findByText(/Asked again by phone/)).toBeInTheDocument();
});
