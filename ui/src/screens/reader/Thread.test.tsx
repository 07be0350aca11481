import { render, screen, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { START_MS, timeView } from "../../host/fake/world";
import { type FailedReply, Thread } from "./Thread";

function shown(beside: Pick<FailedReply, "mayAnswer" | "attachments">): HTMLElement {
  const at = timeView(START_MS, START_MS);
  const reply: FailedReply = {
    kind: "reply",
    id: "reply-1",
    author: "Dr Anwen Rees",
    at,
    text: "The exercises.",
    delivery: "sent",
    failure: null,
    channel: "text message",
    ...beside,
  };
  render(<Thread messages={[reply]} />);
  return screen.getByText("The exercises.").closest("li") ?? document.body;
}

describe("a reply in the thread", () => {
  test("names its files with kind and size, and says that the patient may answer", () => {
    const letter = { id: "file-1", name: "letter.pdf", contentType: "application/pdf", bytes: 340_000 };
    const photo = { id: "file-2", name: "leg.jpg", contentType: "image/jpeg", bytes: 2_100_000 };
    const item = shown({ mayAnswer: true, attachments: [letter, photo] });
    const list = within(item).getByRole("list", { name: "Files sent with it" });
    expect(within(list).getAllByRole("listitem")).toHaveLength(2);
    expect(list).toHaveTextContent("letter.pdf PDF, 340 kBleg.jpg JPEG, 2.1 MB");
    expect(within(item).getByText("The patient may answer once.")).toBeVisible();
  });

  test("that went alone says nothing of files or answers", () => {
    const item = shown({ mayAnswer: false, attachments: [] });
    expect(within(item).queryByRole("list")).not.toBeInTheDocument();
    expect(item).not.toHaveTextContent("may answer");
  });
});
