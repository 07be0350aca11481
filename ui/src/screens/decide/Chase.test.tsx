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

test("the reader says how often a patient asked again, and when and how last", async () => {
  const { host, user } = await openDesk();
  await user.keyboard("{Shift>}C{/Shift}1");
  expect(await screen.findByText("The patient asked again.")).toBeInTheDocument();
  await waitFor(() => expect(decisions(host)).toHaveLength(1));
  await user.keyboard("{Shift>}C{/Shift}2");
  expect(await screen.findByText("The patient asked again 2 times.")).toBeInTheDocument();
  expect(screen.getByText(/^Last at the front desk, /)).toBeInTheDocument();
});
