import { createEvent, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { FILE_BYTES_MAX } from "../../core/files";
import type { DraftView } from "../../host/host";
import { decisions, GP, openDesk, press, readerName } from "../../test/desk";

const MAISIE = "KHAN, Maisie (Ms)";

const leaflet = () => pdf("leaflet.pdf");

function pdf(name: string): File {
  return new File(["%PDF-1.7 ", "x".repeat(340_000)], name, { type: "application/pdf" });
}

/** A file that says it is so large, without being it. */
function sized(name: string, size: number): File {
  return Object.defineProperty(pdf(name), "size", { value: size });
}

async function openReply() {
  const opened = await openDesk({ staffId: GP });
  await opened.user.click(screen.getByRole("button", { name: /^Unassigned/ }));
  await opened.user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
  return { ...opened, field: await reply(opened.user) };
}

async function reply(user: { keyboard: (keys: string) => Promise<void> }): Promise<HTMLElement> {
  await user.keyboard("r");
  return screen.findByRole("textbox", { name: `Message to ${MAISIE}` });
}

const files = () => within(screen.getByRole("region", { name: `Files for ${MAISIE}` }));
const chooser = () => files().getByLabelText("Attach a file", { selector: "input" });
const listed = () =>
  files()
    .queryAllByRole("listitem")
    .map((item) => item.textContent);

function drop(field: HTMLElement, dropped: readonly File[]): void {
  fireEvent.drop(field, { dataTransfer: { types: ["Files"], files: dropped } });
}

/** A host that takes files in when it is told to. */
function slowly(host: { attach: (form: never) => Promise<DraftView> }) {
  const { attach } = host;
  const calls: (() => void)[] = [];
  host.attach = (form) => new Promise((resolve) => calls.push(() => resolve(attach(form))));
  return calls;
}

describe("files with a reply", () => {
  test("stand under the message by name, kind and size, and what sends says how many go to whom", async () => {
    const { host, user, field } = await openReply();
    expect(files().getByText(/^Up to 3 files of 5 MB each: PDF, JPEG or PNG/)).toBeVisible();
    await user.type(field, "The exercises.");
    await user.upload(chooser(), leaflet());
    await waitFor(() => expect(listed()).toEqual(["leaflet.pdfPDF, 340 kBRemove"]));
    expect(screen.getByText(`Goes to ${MAISIE} with 1 file.`)).toBeVisible();
    expect(screen.getByRole("button", { name: `Send and wait: to ${MAISIE} with 1 file` })).toBeVisible();
    expect(screen.getByRole("button", { name: `Send and close: to ${MAISIE} with 1 file` })).toBeVisible();
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ attachments: ["file-1"] }]));
    expect(await screen.findByText(/wrote a reply to KHAN, Maisie \(Ms\) with 1 file/)).toBeVisible();
  });

  test("are chosen by a key while one writes", async () => {
    const { user, field } = await openReply();
    const opens = vi.spyOn(HTMLInputElement.prototype, "click");
    await user.click(field);
    await press(user, ["Alt+f"]);
    expect(opens.mock.contexts).toEqual([chooser()]);
    opens.mockRestore();
  });

  test("can be dropped on the message; text that is dropped there is text", async () => {
    const { field } = await openReply();
    const over = createEvent.dragOver(field, { dataTransfer: { types: ["text/plain"], files: [] } });
    fireEvent(field, over);
    expect(over.defaultPrevented).toBe(false);
    drop(field, [leaflet()]);
    await waitFor(() => expect(listed()).toEqual([expect.stringContaining("leaflet.pdf")]));
  });

  test("that are dropped beside the message do not open over everything", async () => {
    await openReply();
    const banner = screen.getByRole("region", { name: "Patient" });
    for (const event of [createEvent.dragOver, createEvent.drop]) {
      const stray = event(banner, { dataTransfer: { types: ["Files"], files: [leaflet()] } });
      fireEvent(banner, stray);
      expect(stray.defaultPrevented).toBe(true);
    }
    expect(listed()).toEqual([]);
  });

  test("one that is refused says which and why, and the others stay", async () => {
    const { field } = await openReply();
    const letter = new File(["PK34"], "letter.pdf", { type: "application/pdf" });
    drop(field, [letter, leaflet(), new File([], "nothing.png"), sized("scan.pdf", FILE_BYTES_MAX + 1)]);
    await waitFor(() => expect(listed()).toEqual([expect.stringMatching(/^leaflet.pdf.*Remove$/)]));
    const told = files().getByRole("alert");
    expect(told).toHaveTextContent("letter.pdf was not attached. It is not a PDF, JPEG or PNG file");
    expect(told).toHaveTextContent("nothing.png was not attached. There is nothing in it.");
    expect(told).toHaveTextContent("scan.pdf was not attached. It is larger than 5 MB.");
    expect(told).toHaveTextContent("The message and the files attached before are kept.");
  });

  test("of 2 GB is never read", async () => {
    const { field } = await openReply();
    const reads = vi.spyOn(FileReader.prototype, "readAsDataURL");
    drop(field, [sized("film.pdf", 2_000_000_000)]);
    expect(await files().findByText("film.pdf was not attached.")).toBeVisible();
    expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
  });

  test("of exactly 5 MB goes", async () => {
    const { field } = await openReply();
    drop(field, [sized("scan.pdf", FILE_BYTES_MAX)]);
    await waitFor(() => expect(listed()).toEqual([expect.stringContaining("scan.pdf")]));
  });

  test("are three at most, and the way to a fourth is said", async () => {
    const { user, field } = await openReply();
    drop(field, ["1.pdf", "2.pdf", "3.pdf", "4.pdf"].map(pdf));
    await waitFor(() => expect(listed()).toHaveLength(3));
    await waitFor(() => expect(files().queryByText("Being attached")).not.toBeInTheDocument());
    expect(listed().map((item) => item?.slice(0, 5))).toEqual(["1.pdf", "2.pdf", "3.pdf"]);
    expect(files().getByRole("alert")).toHaveTextContent("4.pdf was not attached. No more than 3 files");
    expect(
      files().getByText("3 files are attached and no more fit. Remove one to attach another."),
    ).toBeVisible();
    await user.click(files().getByRole("button", { name: "Remove 2.pdf" }));
    await waitFor(() => expect(listed()).toHaveLength(2));
    expect(files().getByText(/^Up to 3 files/)).toBeVisible();
  });

  test("that cannot be read or saved say so", async () => {
    const { host, field } = await openReply();
    const read = vi.spyOn(FileReader.prototype, "readAsDataURL").mockImplementationOnce(function (
      this: FileReader,
    ) {
      this.dispatchEvent(new ProgressEvent("error"));
    });
    drop(field, [pdf("folder")]);
    expect(await files().findByRole("alert")).toHaveTextContent(
      "folder was not attached. It could not be read.",
    );
    read.mockRestore();
    host.attach = () => Promise.reject({ kind: "not-saved", why: "disk-full" });
    drop(field, [leaflet()]);
    await waitFor(() =>
      expect(files().getByRole("alert")).toHaveTextContent(
        "leaflet.pdf was not attached. This PC’s disk is full",
      ),
    );
    expect(listed()).toEqual([]);
  });

  test("hold sending back until they are in, each with its wait", async () => {
    const { host, user, field } = await openReply();
    const calls = slowly(host);
    await user.type(field, "The exercises.");
    drop(field, [pdf("1.pdf"), pdf("2.pdf")]);
    await waitFor(() => expect(calls).toHaveLength(1));
    expect(listed()).toEqual(["1.pdfBeing attached", "2.pdfBeing attached"]);
    await press(user, ["Ctrl+Enter"]);
    expect(screen.getByText("A file is still being attached or removed.")).toBeVisible();
    expect(screen.getByRole("button", { name: `Send and wait: to ${MAISIE}` })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    expect(decisions(host)).toEqual([]);
    calls[0]?.();
    await waitFor(() => expect(calls).toHaveLength(2));
    expect(listed()).toEqual([expect.stringMatching(/^1.pdfPDF/), "2.pdfBeing attached"]);
    calls[1]?.();
    await screen.findByText(`Goes to ${MAISIE} with 2 files.`);
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ attachments: ["file-1", "file-2"] }]));
  });

  test("are removed by keyboard, and the focus stays near", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "The exercises.");
    drop(field, [leaflet()]);
    const remove = await files().findByRole("button", { name: "Remove leaflet.pdf" });
    remove.focus();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(listed()).toEqual([]));
    expect(files().getByRole("button", { name: "Attach a file" })).toHaveFocus();
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ attachments: [] }]));
  });

  test("are there again after leaving, with no word written, and after undoing", async () => {
    const { host, user, field } = await openReply();
    drop(field, [leaflet()]);
    await files().findByRole("button", { name: "Remove leaflet.pdf" });
    await press(user, ["Escape"]);
    await screen.findByRole("listbox");
    const again = await reply(user);
    await files().findByRole("button", { name: "Remove leaflet.pdf" });
    await user.type(again, "The exercises.");
    await press(user, ["Ctrl+Enter"]);
    await user.click(await screen.findByRole("button", { name: /^Undo/ }));
    await waitFor(() => expect(host.world.drafts.size).toBe(1));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await waitFor(() => expect(readerName()).toBe(MAISIE));
    await user.click(screen.getByRole("button", { name: /^Reply(?!,)/ }));
    const third = await screen.findByRole("textbox", { name: `Message to ${MAISIE}` });
    await waitFor(() => expect(third).toHaveValue("The exercises."));
    expect(listed()).toEqual([expect.stringContaining("leaflet.pdf")]);
  });

  test("a draft that is read late takes away neither what was written nor what was attached", async () => {
    const { host, user, field } = await openReply();
    drop(field, [pdf("before.pdf")]);
    await files().findByRole("button", { name: "Remove before.pdf" });
    await press(user, ["Escape"]);
    await screen.findByRole("listbox");
    const { draft } = host;
    const answers: (() => void)[] = [];
    host.draft = (form) => {
      const then = draft(form);
      return new Promise((resolve) => answers.push(() => resolve(then)));
    };
    const again = await reply(user);
    drop(again, [pdf("after.pdf")]);
    await waitFor(() => expect(listed()).toHaveLength(2));
    for (const answer of answers) answer();
    await user.type(again, "Both.");
    expect(again).toHaveValue("Both.");
    expect(listed()).toHaveLength(2);
  });

  test("what was not handed over when the message is left goes nowhere", async () => {
    const { host, user, field } = await openReply();
    const calls = slowly(host);
    drop(field, [pdf("1.pdf"), pdf("2.pdf")]);
    await waitFor(() => expect(calls).toHaveLength(1));
    await press(user, ["Escape"]);
    await screen.findByRole("listbox");
    calls[0]?.();
    await reply(user);
    await waitFor(() => expect(listed()).toEqual([expect.stringContaining("1.pdf")]));
    expect(calls).toHaveLength(1);
  });

  test("are not taken while somebody else is writing", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    for (const id of host.world.requests.keys())
      host.world.claims.set(id, { by: "Dr Rees", untilMs: host.world.nowMs + 3_600_000 });
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    const field = await reply(user);
    expect(files().getByRole("button", { name: "Attach a file" })).toHaveAttribute("aria-disabled", "true");
    drop(field, [leaflet()]);
    expect(await files().findByRole("alert")).toHaveTextContent(
      "leaflet.pdf was not attached. Somebody else is writing.",
    );
    expect(listed()).toEqual([]);
  });
});

describe("the patient may answer once", () => {
  const box = () => screen.getByRole("checkbox", { name: "The patient may answer once" });
  const after = (name: string) => screen.getByRole("radio", { name });

  test("is on where one waits for the patient, as one does to begin with, and off elsewhere", async () => {
    const { host, user, field } = await openReply();
    expect(box()).toBeChecked();
    expect(box()).toHaveAccessibleDescription("The provider’s text then carries a link for one answer.");
    await user.click(after("Keep open"));
    expect(box()).not.toBeChecked();
    await user.click(after("Wait for patient"));
    expect(box()).toBeChecked();
    await user.type(field, "All is well.");
    await press(user, ["Ctrl+Shift+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "reply", mayAnswer: false }]));
  });

  test("stays as the person set it, and goes with the reply", async () => {
    const { host, user, field } = await openReply();
    await user.click(box());
    await user.click(after("Keep open"));
    await user.click(after("Wait for patient"));
    expect(box()).not.toBeChecked();
    await user.type(field, "We will ring you.");
    await press(user, ["Ctrl+Enter"]);
    await waitFor(() => expect(decisions(host)).toMatchObject([{ kind: "reply", mayAnswer: false }]));
  });
});
