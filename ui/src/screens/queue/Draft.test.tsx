import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import type { FakeHost } from "../../host/fake";
import { openDesk, openId, openRequest, rows, selectedRow } from "../../test/desk";

/** Begins a reply to the open request, and leaves it. */
async function begin(user: UserEvent, text: string): Promise<void> {
  await user.keyboard("{Alt>}r{/Alt}");
  const field = await screen.findByRole("textbox", { name: /^Message to/ });
  await user.clear(field);
  if (text !== "") await user.type(field, text);
  await user.keyboard("{Escape}");
  await openRequest();
}

async function marked(row: () => HTMLElement): Promise<HTMLElement> {
  return waitFor(() => within(row()).getByText("Draft"));
}

describe("a row whose reply was begun", () => {
  test("says so by a word and a drawing, and reads it out", async () => {
    const { user } = await openDesk();
    expect(screen.queryByText("Draft")).not.toBeInTheDocument();
    const before = selectedRow().getAttribute("aria-label") ?? "";
    await begin(user, "Dear Ms");
    const mark = await marked(selectedRow);
    expect(mark.querySelector("svg")).not.toBeNull();
    expect(selectedRow()).toHaveAccessibleName(/, draft begun, /);
    expect(selectedRow().getAttribute("aria-label")?.replace(", draft begun", "")).toBe(before);
    expect(rows().filter((row) => within(row).queryByText("Draft") !== null)).toHaveLength(1);
  });

  test("has it among its states: name, age and words stay where they were", async () => {
    const { user } = await openDesk();
    const textOf = (part: string) => selectedRow().querySelector(part)?.textContent;
    const [name, words] = [textOf(".row__name"), textOf(".row__words")];
    await begin(user, "Dear Ms");
    expect((await marked(selectedRow)).closest(".row__state")).not.toBeNull();
    expect(textOf(".row__name")).toBe(name);
    expect(textOf(".row__words")).toBe(words);
  });

  test("loses it with the last word of the draft", async () => {
    const { user } = await openDesk();
    await begin(user, "Dear Ms");
    await marked(selectedRow);
    await begin(user, "");
    await waitFor(() => expect(screen.queryByText("Draft")).not.toBeInTheDocument());
  });

  test("loses it once the reply is sent", async () => {
    const { host, user } = await openDesk();
    const id = openId();
    await begin(user, "Dear Ms");
    await marked(selectedRow);
    await send(host, id);
    await waitFor(() => expect(screen.queryByText("Draft")).not.toBeInTheDocument());
  });
});

async function send(host: FakeHost, requestId: string): Promise<void> {
  const { seen } = await host.request({ id: requestId });
  await host.decide({
    opId: "sent",
    requestId,
    seen,
    decision: {
      kind: "reply",
      text: "Dear Ms",
      mayAnswer: false,
      attachments: [],
      then: { kind: "keep-open" },
    },
  });
}
