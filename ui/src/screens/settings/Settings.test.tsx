import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { GP, MANAGER, openApp, RECEPTIONIST } from "../../test/desk";
import { keptSettings } from "./keptSettings";

beforeEach(() => keptSettings.clear());

async function openSettings(staffId: string, tab: string) {
  const opened = openApp({ staffId });
  await opened.user.click(await screen.findByRole("button", { name: "Settings" }));
  await opened.user.click(await screen.findByRole("tab", { name: tab }));
  return opened;
}

function save(): HTMLElement {
  return screen.getByRole("button", { name: "Save changes" });
}

/** Fields of one name, in the order on screen. */
function fields(name: string): HTMLElement[] {
  return screen.getAllByRole("textbox", { name });
}

async function rename(user: UserEvent, index: number, name: string) {
  const field = fields("Name")[index];
  if (field === undefined) throw new Error("no such field");
  await user.clear(field);
  if (name !== "") await user.type(field, name);
}

describe("settings", () => {
  test("Ctrl+, leads to Settings", async () => {
    const { user } = openApp({ staffId: RECEPTIONIST });
    await screen.findByRole("listbox");
    await user.keyboard("{Control>},{/Control}");
    expect(await screen.findByRole("main", { name: "Settings" })).toBeInTheDocument();
  });

  test("a manager adds, moves and removes routes, and all of it is saved together", async () => {
    const { host, user } = await openSettings(MANAGER, "Routes");
    await user.click(screen.getByRole("button", { name: "Add a route" }));
    await waitFor(() => expect(fields("Name").at(-1)).toHaveFocus());
    await user.keyboard("Dr Shah");
    const [owner] = screen.getAllByRole("combobox", { name: "Goes to" }).slice(-1);
    if (owner !== undefined) await user.selectOptions(owner, "Dr Imran Shah");
    await user.click(screen.getByRole("button", { name: "Move up: Dr Shah" }));
    await user.click(screen.getByRole("button", { name: "Remove: Physio" }));
    expect(host.world.setup.practice.routes).toHaveLength(5);
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect(host.world.setup.practice.routes.map((route) => route.label)).toEqual([
      "Duty GP today",
      "Pharmacist",
      "Nurse, dressing",
      "Dr Shah",
      "Admin team",
    ]);
    expect(screen.getByText(/last changed 09:41 by Jo Marsden/)).toBeInTheDocument();
  });

  test("moving by keyboard keeps the focus on the button", async () => {
    const { user } = await openSettings(MANAGER, "Routes");
    const down = screen.getByRole("button", { name: "Move down: Duty GP today" });
    down.focus();
    await user.keyboard("{Enter}");
    await waitFor(() =>
      expect(screen.getByRole("button", { name: "Move down: Duty GP today" })).toHaveFocus(),
    );
    await user.keyboard("{Enter}");
    await waitFor(() => expect(fields("Name")[2]).toHaveValue("Duty GP today"));
  });

  test("what Rust refuses is said at its field, wherever the person is, and nothing is saved", async () => {
    const { host, user } = await openSettings(GP, "Routes");
    await rename(user, 2, "Pharmacist");
    await user.click(screen.getByRole("tab", { name: "Outcomes" }));
    await user.click(save());
    const field = await screen.findByRole("textbox", { name: "Name", description: /has this name already/ });
    expect(field).toHaveValue("Pharmacist");
    expect(field).toHaveAttribute("aria-invalid", "true");
    await waitFor(() => expect(field).toHaveFocus());
    expect(screen.getByRole("alert")).toHaveTextContent("Nothing was saved.");
    expect(screen.queryByText("Saved.")).not.toBeInTheDocument();
    expect(host.world.setup.changed).toBeNull();
  });

  test("a fault in one’s own template opens that template", async () => {
    const { user } = await openSettings(RECEPTIONIST, "Yours");
    await user.click(screen.getByRole("button", { name: "Add a template" }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Name" })).toHaveFocus());
    await user.keyboard("Mine");
    await user.click(save());
    const text = await screen.findByRole("textbox", { name: "Text", description: /Fill this in/ });
    await waitFor(() => expect(text).toHaveFocus());
  });

  test("a failure to save keeps the changes and says what is safe", async () => {
    const { host, user } = await openSettings(MANAGER, "Routes");
    await rename(user, 0, "Duty doctor");
    host.failNext({ kind: "not-saved", why: "disk-full" });
    await user.click(save());
    expect(await screen.findByRole("alert")).toHaveTextContent(
      /disk is full.*Everything saved before is safe/,
    );
    expect(fields("Name")[0]).toHaveValue("Duty doctor");
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
  });

  test("changes that are not saved are there again after going elsewhere", async () => {
    const { user } = await openSettings(MANAGER, "Routes");
    await rename(user, 0, "Duty doctor");
    await user.click(screen.getByRole("button", { name: /^Unassigned/ }));
    await screen.findByRole("listbox");
    expect(screen.getByRole("button", { name: "Settings not saved" })).toBeInTheDocument();
    await user.keyboard("{Control>},{/Control}");
    await user.click(await screen.findByRole("tab", { name: "Routes" }));
    expect(fields("Name")[0]).toHaveValue("Duty doctor");
    expect(screen.getByText(/Your changes are not saved yet/)).toBeInTheDocument();
  });

  test("discarding asks first, and gives back what is saved", async () => {
    const { user } = await openSettings(MANAGER, "Routes");
    await rename(user, 0, "Duty doctor");
    await user.click(screen.getByRole("button", { name: "Discard" }));
    expect(fields("Name")[0]).toHaveValue("Duty doctor");
    await user.click(screen.getByRole("button", { name: "Discard them" }));
    expect(fields("Name")[0]).toHaveValue("Duty GP today");
    expect(screen.getByText("Everything is saved.")).toBeInTheDocument();
  });

  test("a receptionist sees the practice’s part, cannot change it, and is told who can", async () => {
    const { user } = await openSettings(RECEPTIONIST, "Routes");
    for (const tab of ["Routes", "Templates", "Outcomes", "Text for the record"]) {
      await user.click(screen.getByRole("tab", { name: tab }));
      expect(screen.getByText("You can look at this part. Managers and GPs can change it.")).toBeVisible();
      expect(screen.queryByRole("button", { name: /^Add|^Move|^Remove/ })).not.toBeInTheDocument();
      for (const field of screen.queryAllByRole("textbox"))
        if (field.closest("main") !== null) expect(field).toBeDisabled();
    }
  });

  test("a receptionist saves what is their own", async () => {
    const { host, user } = await openSettings(RECEPTIONIST, "Yours");
    await user.click(screen.getByRole("checkbox", { name: "Notifications on this PC" }));
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect((await host.setup()).notifications).toBe(false);
    expect(host.world.setup.changed).toBeNull();
  });

  test("a sound for urgent requests is off until a person turns it on, for themselves", async () => {
    const { host, user } = await openSettings(RECEPTIONIST, "Yours");
    const sound = screen.getByRole("checkbox", { name: "Sound when an urgent request comes in" });
    expect(sound).not.toBeChecked();
    await user.click(sound);
    await user.click(save());
    expect(await screen.findByText("Saved.")).toBeInTheDocument();
    expect(await host.setup()).toMatchObject({ urgentSound: true, notifications: true });
    await host.signIn({ staffId: GP });
    expect((await host.setup()).urgentSound).toBe(false);
  });

  test("outcomes that are not ticked are not offered, in the order that was set", async () => {
    const { host, user } = await openSettings(MANAGER, "Outcomes");
    await user.click(screen.getByRole("checkbox", { name: "Offer Advice by message" }));
    await user.click(screen.getByRole("button", { name: "Move up: Face to face today" }));
    await user.click(save());
    await screen.findByText("Saved.");
    const { dispositions } = await host.session();
    expect(dispositions.slice(0, 2).map((entry) => entry.code)).toEqual(["f2f-today", "phone-today"]);
    expect(dispositions.some((entry) => entry.code === "advice")).toBe(false);
  });

  test("the text for the record is shown with an invented patient, and a field goes where the cursor is", async () => {
    const { user } = await openSettings(MANAGER, "Text for the record");
    const field = screen.getByRole("textbox", { name: "Text" });
    await user.clear(field);
    await user.click(screen.getByRole("button", { name: "{{nhs number}}" }));
    expect(field).toHaveValue("{{nhs number}}");
    expect(screen.getByRole("region", { name: /invented patient/ })).toHaveTextContent("999 000 0018");
    await user.type(field, " {{{{shoe size}}");
    await user.click(save());
    const wrong = await screen.findByRole("textbox", { name: "Text", description: /not one of those/ });
    await waitFor(() => expect(wrong).toHaveFocus());
  });
});

describe("copying the settings to another PC", () => {
  /** jsdom's files cannot be read as text. */
  function file(text: string): File {
    const made = new File([text], "practice.json", { type: "application/json" });
    return Object.assign(made, { text: async () => text });
  }

  test("writing the file says where it is", async () => {
    const { user } = await openSettings(RECEPTIONIST, "Copy to other PCs");
    await user.click(screen.getByRole("button", { name: "Write the file" }));
    expect(await screen.findByText(/Triage Desk setup.json$/)).toBeInTheDocument();
  });

  test("a file replaces the practice’s part only after it was said what it replaces", async () => {
    const { host, user } = await openSettings(MANAGER, "Copy to other PCs");
    await host.exportSetup();
    const other = host.exported.replace("Duty GP today", "Duty doctor");
    await user.upload(screen.getByLabelText("File"), file(other));
    const ask = await screen.findByRole("region", {
      name: /Replace the practice’s settings with practice.json/,
    });
    expect(ask).toHaveTextContent("5 routes, 7 shared templates, 26 outcomes");
    expect(host.world.setup.changed).toBeNull();
    await user.click(within(ask).getByRole("button", { name: "Replace them" }));
    expect(await screen.findByText("The settings from practice.json are in use on this PC.")).toBeVisible();
    expect(host.world.setup.practice.routes[0]?.label).toBe("Duty doctor");
  });

  test("a file that is none changes nothing and says so", async () => {
    const { host, user } = await openSettings(MANAGER, "Copy to other PCs");
    await user.upload(screen.getByLabelText("File"), file("{}"));
    await user.click(await screen.findByRole("button", { name: "Replace them" }));
    expect(await screen.findByRole("alert")).toHaveTextContent("not a settings file of Triage Desk");
    expect(host.world.setup.changed).toBeNull();
  });

  test("a receptionist cannot bring settings, and unsaved changes come first", async () => {
    const { user } = await openSettings(RECEPTIONIST, "Copy to other PCs");
    expect(screen.getByLabelText("File")).toBeDisabled();
    await user.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
    await user.click(await screen.findByRole("button", { name: /Jo Marsden/ }));
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("checkbox", { name: "Single keys" }));
    await user.click(screen.getByRole("tab", { name: "Copy to other PCs" }));
    expect(screen.getByText("Save or discard your changes first.")).toBeVisible();
    expect(screen.getByLabelText("File")).toBeDisabled();
  });
});
