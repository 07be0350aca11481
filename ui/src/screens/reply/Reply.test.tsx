import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { decisions, GP, openDesk, setUp } from "../../test/desk";

async function openDeskToReply() {
  const opened = await openDesk({ staffId: GP });
  await opened.user.click(screen.getByRole("button", { name: /^Unassigned/ }));
  await opened.user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
  return opened;
}

async function openReply() {
  const opened = await openDeskToReply();
  await opened.user.keyboard("r");
  const field = await screen.findByRole("textbox", { name: "Message to KHAN, Maisie (Ms)" });
  return { ...opened, field };
}

describe("writing to a patient", () => {
  test("says beside the message that the answer is late, as the reader does", async () => {
    const { host, user } = await openDesk({ staffId: GP });
    const request = [...host.world.requests.values()].find(({ patient }) =>
      patient.name.startsWith("KHAN, Maisie"),
    );
    if (request === undefined) throw new Error("no request of hers");
    host.elsewhere(request.id, () => {
      request.receivedMs -= 7 * 24 * 3_600_000;
    });
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await screen.findByText(/^Late: a reply was due/);
    await user.keyboard("r");
    const beside = await screen.findByRole("region", { name: "Request, read only" });
    expect(within(beside).getByText(/^Late: a reply was due/)).toHaveClass("clock__late");
  });

  test("a blank that is not filled blocks sending", async () => {
    const { host, user } = await openReply();
    await user.click(screen.getByRole("button", { name: /Call you today/ }));
    expect(await screen.findByText("2 blanks to fill:")).toBeInTheDocument();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(screen.getByRole("button", { name: "Send and wait: to KHAN, Maisie (Ms)" })).toHaveAttribute(
      "aria-disabled",
      "true",
    );
    expect(decisions(host)).toEqual([]);
  });

  test("a sent reply is held, and undo brings its text back", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Dear Ms Khan, we will ring you.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() =>
      expect(decisions(host)).toEqual([
        {
          kind: "reply",
          text: "Dear Ms Khan, we will ring you.",
          then: { kind: "await-patient", until: "2026-09-14T07:00:00.000Z" },
          mayAnswer: true,
          attachments: [],
        },
      ]),
    );
    expect(await screen.findByText(/A reply is held: sends in 20 s/)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: /Undo/ }));
    await waitFor(() => expect(decisions(host)).toEqual([]));
    expect([...host.world.drafts.values()].map((draft) => draft.text)).toEqual([
      "Dear Ms Khan, we will ring you.",
    ]);
  });

  test("send and close closes with the chosen outcome", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Your form is ready.");
    await user.selectOptions(screen.getByRole("combobox", { name: "Outcome when it closes" }), "letter");
    await user.keyboard("{Control>}{Shift>}{Enter}{/Shift}{/Control}");
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ then: { kind: "close", disposition: "letter" } }]),
    );
  });

  test("waiting for the patient ends after a week where nobody says otherwise", async () => {
    await openReply();
    const time = screen.getByRole("combobox", { name: "How long to wait for the patient" });
    await waitFor(() => expect(time).toHaveDisplayValue("In a week: until 14-Sep-2026 08:00"));
    expect(
      within(time)
        .getAllByRole("option")
        .map((option) => option.textContent),
    ).toEqual([
      "In three days: until Thu 08:00",
      "In a week: until 14-Sep-2026 08:00",
      "In two weeks: until 21-Sep-2026 08:00",
      "no time: until they write",
    ]);
  });

  test("choosing how long to wait chooses waiting, and no time is a choice of its own", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Please send a photo.");
    await user.click(screen.getByRole("radio", { name: "Keep open" }));
    await user.selectOptions(screen.getByRole("combobox", { name: /^How long/ }), "none");
    expect(screen.getByRole("radio", { name: "Wait for patient" })).toBeChecked();
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() =>
      expect(decisions(host)).toMatchObject([{ then: { kind: "await-patient", until: null } }]),
    );
  });

  test("while the times are read nothing is sent that would wait for ever", async () => {
    const { host, user } = await openDeskToReply();
    vi.spyOn(host, "holdTimes").mockReturnValue(new Promise(() => undefined));
    await user.keyboard("r");
    await user.type(await screen.findByRole("textbox", { name: /^Message to/ }), "Please send a photo.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(screen.getByText("Reading the times to wait")).toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
    await user.click(screen.getByRole("radio", { name: "Keep open" }));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(decisions(host)).toMatchObject([{ then: { kind: "keep-open" } }]));
  });

  test("times that could not be read are said before it waits without one", async () => {
    const { host, user } = await openDeskToReply();
    vi.spyOn(host, "holdTimes").mockRejectedValue({ kind: "internal", code: "T1" });
    await user.keyboard("r");
    expect(await screen.findByText(/nothing brings it back before/)).toBeInTheDocument();
    expect(screen.getByRole("combobox", { name: /^How long/ })).toHaveDisplayValue(
      "no time: until they write",
    );
  });

  test("leaving keeps the draft, and it is there again", async () => {
    const { user, field } = await openReply();
    await user.type(field, "Dear Ms Khan, half written");
    await user.keyboard("{Escape}");
    await screen.findByRole("listbox");
    await user.keyboard("r");
    const again = await screen.findByRole("textbox", { name: "Message to KHAN, Maisie (Ms)" });
    await waitFor(() => expect(again).toHaveValue("Dear Ms Khan, half written"));
  });

  test("Escape leads back from a button too", async () => {
    const { user } = await openReply();
    screen.getByRole("radio", { name: "Keep open" }).focus();
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("listbox")).toBeInTheDocument();
  });

  test("single keys do nothing while a reply is written, whatever has the focus", async () => {
    const { host, user } = await openReply();
    screen.getByRole("radio", { name: "Keep open" }).focus();
    await user.keyboard("a1z");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(decisions(host)).toEqual([]);
  });

  test("a draft is saved within a second of typing", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Dear");
    await waitFor(() => expect([...host.world.drafts.values()].map((draft) => draft.text)).toEqual(["Dear"]));
    expect(await screen.findByText(/Draft saved on this PC/)).toBeInTheDocument();
  });

  test("characters and texts are counted", async () => {
    const { user, field } = await openReply();
    await user.type(field, "Hello");
    const compose = screen.getByRole("region", { name: "Reply to KHAN, Maisie (Ms)" });
    expect(within(compose).getByText("5 characters, 1 text")).toBeInTheDocument();
  });
});

describe("templates", () => {
  const ready = { name: "Ready", language: "en" as const, text: "Your form is ready.", personal: true };

  async function openDeskOfGp() {
    const opened = await openDesk({ staffId: GP });
    await opened.user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await screen.findByRole("option", { name: /KHAN, Maisie/ });
    return opened;
  }

  test("once something is written a digit is text", async () => {
    const { user, field } = await openReply();
    await user.type(field, "At 11");
    expect(field).toHaveValue("At 11");
  });

  test("with single keys off a digit is text from the start", async () => {
    const { host, user } = await openDeskOfGp();
    await setUp(host, () => ({ singleKeys: false }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await user.keyboard("{Alt>}r{/Alt}");
    const field = await screen.findByRole("textbox", { name: /^Message to/ });
    await user.keyboard("1");
    expect(field).toHaveValue("1");
  });

  test("what is typed the moment a template is in fills its blank, however slow the PC", async () => {
    const { host, user } = await openDeskOfGp();
    await setUp(host, () => ({
      templates: [{ ...ready, text: "Your {{what}} is ready.", personal: false }],
    }));
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await user.keyboard("r");
    const field = await screen.findByRole("textbox", { name: /^Message to/ });
    const later = vi.spyOn(window, "requestAnimationFrame").mockReturnValue(0);
    await user.keyboard("1form");
    expect(field).toHaveValue("Your form is ready.");
    later.mockRestore();
  });

  test("only templates of the chosen language are listed", async () => {
    const { user } = await openReply();
    const list = screen.getByRole("complementary", { name: "Templates" });
    expect(within(list).getAllByRole("button")).toHaveLength(6);
    await user.click(screen.getByRole("radio", { name: "Cymraeg" }));
    expect(within(list).getAllByRole("button")).toHaveLength(1);
    expect(within(list).getByRole("button", { name: /Ffurflen/ })).toHaveAttribute("lang", "cy");
  });

  test("a patient whose language is Welsh is answered in Welsh to begin with", async () => {
    const { host, user } = await openDeskOfGp();
    for (const request of host.world.requests.values()) request.patient.language = "Welsh";
    await user.click(await screen.findByRole("option", { name: /KHAN, Maisie/ }));
    await user.keyboard("r");
    expect(await screen.findByRole("radio", { name: "Cymraeg" })).toBeChecked();
  });

  test("personal templates are marked as one’s own", async () => {
    const { host } = await openReply();
    await setUp(host, (setup) => ({ templates: [...setup.templates, ready] }));
    expect(await screen.findByRole("button", { name: /Ready Yours/ })).toBeInTheDocument();
  });

  test("without templates in a language it says so and leads to where they are written", async () => {
    const { host, user } = await openReply();
    await setUp(host, () => ({ templates: [] }));
    await user.click(await screen.findByRole("button", { name: /Open Settings/ }));
    expect(await screen.findByRole("tab", { name: "Templates" })).toHaveAttribute("aria-selected", "true");
  });

  test("a message becomes a template of one’s own without the patient’s name in it", async () => {
    const { host, user, field } = await openReply();
    await user.type(field, "Dear Ms Khan, your form is ready.");
    await user.click(screen.getByRole("button", { name: "Save as my template" }));
    const dialog = await screen.findByRole("dialog", { name: "Save as my template" });
    expect(within(dialog).getByRole("textbox", { name: "Text" })).toHaveValue(
      "Dear {{salutation}}, your form is ready.",
    );
    await user.click(within(dialog).getByRole("button", { name: "Save template" }));
    expect(await within(dialog).findByRole("alert")).toHaveTextContent("Nothing was saved. Fill this in.");
    await user.type(within(dialog).getByRole("textbox", { name: "Name" }), "Form ready");
    await user.click(within(dialog).getByRole("button", { name: "Save template" }));
    expect(await screen.findByText("“Form ready” is one of your templates.")).toBeInTheDocument();
    expect((await host.setup()).templates.at(-1)).toMatchObject({ name: "Form ready", personal: true });
    expect(field).toHaveValue("Dear Ms Khan, your form is ready.");
  });
});
