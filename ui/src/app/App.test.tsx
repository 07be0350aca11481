import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../core/commands";
import type { BlockedReason, CommandError } from "../host/host";
import { decisions, MANAGER, openApp, openDesk, RECEPTIONIST, selectedRow } from "../test/desk";
import { blockedWords } from "../words/start";

describe("what the provider cannot do", () => {
  test("a provider that cannot be written to safely says so, and why, at the top of the window", async () => {
    await openDesk({ limits: ["no-version-guard"], readOnly: true });
    expect(screen.getByText("Read only.").closest("[role=status]")).toHaveTextContent(
      "does not stop one person’s change from overwriting another’s",
    );
  });

  test("what changes nobody’s work at once stands in the user’s menu alone", async () => {
    const { user } = await openDesk({ limits: ["step-by-step"] });
    expect(screen.queryByText("This provider takes decisions in steps.")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Carys Evans, Reception" }));
    expect(screen.getByText("This provider takes decisions in steps.")).toBeInTheDocument();
  });
});

describe("before the desk opens", () => {
  test("a wrong address says what to do and keeps the address", async () => {
    const { user } = openApp({ phase: "connect" });
    const field = await screen.findByRole("textbox", { name: "Server address" });
    await user.clear(field);
    await user.type(field, "https://nowhere.example{Enter}");
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "did not answer. Everything on this PC is safe.",
    );
    expect(field).toHaveValue("https://nowhere.example");
  });

  test("connecting leads to the staff chooser and a name opens the desk", async () => {
    const { user } = openApp({ phase: "connect" });
    await user.click(await screen.findByRole("button", { name: /Connect/ }));
    await user.click(await screen.findByRole("button", { name: "Carys Evans, Reception" }));
    expect(await screen.findByRole("listbox", { name: "Unassigned requests" })).toBeInTheDocument();
  });

  test("the staff chooser shows no patient and no count", async () => {
    openApp();
    const list = await screen.findByRole("list", { name: "Staff" });
    expect(list).not.toHaveTextContent(/\d/);
    expect(within(list).getAllByRole("button")).toHaveLength(6);
  });

  test("an address that cannot be used is answered with a sentence for that problem", async () => {
    const { user } = openApp({ phase: "connect" });
    const field = await screen.findByRole("textbox", { name: "Server address" });
    const says = {
      consult: "not a web address",
      "http://consult.example": "anyone on the way could read",
      "https://another.example": "the requests of another provider",
      "https://empty.example": "names no practice",
    };
    for (const [address, sentence] of Object.entries(says)) {
      await user.clear(field);
      await user.type(field, `${address}{Enter}`);
      await waitFor(() => expect(screen.getByRole("alert")).toHaveTextContent(sentence));
    }
  });

  test("a provider that asks for signing in shows one button and no names", async () => {
    const { user } = openApp({ asksForSignIn: true });
    expect(await screen.findByRole("button", { name: "Sign in with your browser" })).toBeInTheDocument();
    expect(screen.queryByRole("list", { name: "Staff" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Sign in with your browser" }));
    expect(await screen.findByRole("listbox", { name: "Unassigned requests" })).toBeInTheDocument();
  });

  test("while the browser is open it says where to go on, and a failure gives the button back", async () => {
    let fail: (error: CommandError) => void = () => {};
    const { user } = openApp({
      asksForSignIn: true,
      browser: () => new Promise((_, reject) => (fail = reject)),
    });
    const button = await screen.findByRole("button", { name: "Sign in with your browser" });
    await user.click(button);
    expect(await screen.findByText("Finish signing in in your browser", { selector: "b" })).toBeVisible();
    expect(button).toHaveAttribute("aria-disabled", "true");
    fail({ kind: "unreachable" });
    expect(await screen.findByRole("alert")).toHaveTextContent("did not answer");
    expect(button).not.toHaveAttribute("aria-disabled", "true");
  });

  const reasons = Object.keys(blockedWords).filter(
    (reason): reason is BlockedReason => reason in blockedWords,
  );
  test.each(reasons)("blocked by %s says what happened, what is safe and what to do", async (reason) => {
    openApp({ phase: "blocked", blocked: reason });
    expect(await screen.findByRole("heading", { name: blockedWords[reason].title })).toBeInTheDocument();
    expect(screen.getByText(blockedWords[reason].safe)).toBeInTheDocument();
    expect(screen.getByText(blockedWords[reason].todo)).toBeInTheDocument();
  });

  test("each role has its own first screen", async () => {
    openApp({ staffId: MANAGER });
    expect(await screen.findByRole("main", { name: "Workload" })).toBeInTheDocument();
  });
});

describe("offline", () => {
  test("working offline is said with the number of unsent changes, and decisions go on", async () => {
    const { host, user } = await openDesk();
    await user.click(screen.getByRole("button", { name: "Carys Evans, Reception" }));
    await user.click(await screen.findByRole("menuitemcheckbox", { name: /Work offline/ }));
    expect(await screen.findByText("Working offline since 09:41.")).toBeInTheDocument();
    await user.click(selectedRow());
    await user.keyboard("a1");
    await waitFor(() => expect(decisions(host)).toHaveLength(1));
    expect(
      await screen.findByText(/1 change is saved on this PC\. Others can’t see it yet\./),
    ).toBeInTheDocument();
    host.advance(60_000);
    expect(host.world.ops[0]?.sync).toBe("saved");
  });
});

describe("the frame", () => {
  test("decisions that this PC lost are said until somebody has read it", async () => {
    const { user } = await openDesk({ findings: [{ kind: "decisions-missing", first: 7, last: 9 }] });
    const said = /3 decisions taken on this PC can’t be found any more/;
    expect(await screen.findByText(said)).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "I have read this" }));
    expect(screen.queryByText(said)).not.toBeInTheDocument();
  });

  test("two gaps among the decisions are read one by one", async () => {
    const { user } = await openDesk({
      findings: [
        { kind: "decisions-missing", first: 7, last: 9 },
        { kind: "decisions-missing", first: 12, last: 12 },
      ],
    });
    const [first] = await screen.findAllByRole("button", { name: "I have read this" });
    if (first !== undefined) await user.click(first);
    expect(screen.queryByText(/3 decisions taken on this PC/)).not.toBeInTheDocument();
    expect(screen.getByText(/One decision taken on this PC/)).toBeInTheDocument();
  });

  test("a key in a file is said on screen", async () => {
    await openDesk({ keyInFile: true });
    expect(await screen.findByText("Demonstration profile:")).toBeInTheDocument();
  });

  test("F1 lists every command of the table", async () => {
    const { user } = await openDesk();
    await user.keyboard("{F1}");
    const dialog = await screen.findByRole("dialog", { name: "Help" });
    for (const command of COMMANDS)
      expect(within(dialog).getAllByText(command.label).length).toBeGreaterThan(0);
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });

  test("switching the user leads back to the names", async () => {
    const { user } = await openDesk();
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    expect(await screen.findByRole("heading", { name: "Who is working here?" })).toBeInTheDocument();
    expect(screen.queryByRole("listbox")).not.toBeInTheDocument();
  });

  test("reload, print and save are swallowed", async () => {
    await openDesk({ staffId: RECEPTIONIST });
    for (const key of ["r", "p", "s"]) {
      const event = new KeyboardEvent("keydown", { key, ctrlKey: true, cancelable: true, bubbles: true });
      document.body.dispatchEvent(event);
      expect(event.defaultPrevented, key).toBe(true);
    }
  });
});
