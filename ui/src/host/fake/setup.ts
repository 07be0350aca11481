/** What the practice in memory has set up: its defaults, how it is checked and kept, and how a route is carried out. */

import type {
  RouteForm,
  RouteRequestForm,
  RouteView,
  SavedViewForm,
  SetupForm,
  SetupView,
  TemplateForm,
  TimeView,
} from "../bindings";
import { applyDecision, nameOf, refuse } from "./decisions";
import { DISPOSITIONS } from "./practice";
import { TEMPLATES } from "./templates";
import { lowers } from "./views";
import { timeView, type World } from "./world";

type PracticeSetup = {
  routes: RouteForm[];
  templates: TemplateForm[];
  outcomes: string[];
  recordFormat: string;
};

type PersonalSetup = Pick<
  SetupForm,
  "templates" | "singleKeys" | "notifications" | "urgentSound" | "savedViews"
>;

export type FakeSetup = {
  practice: PracticeSetup;
  /** By id of the person; who has set nothing is not in it. */
  personal: Map<string, PersonalSetup>;
  changed: { atMs: number; by: string } | null;
};

/** The same limits as Rust has. */
const ROUTES_MAX = 9;
const SAVED_VIEWS_MAX = 9;
const SEARCH_CHARS_MAX = 200;
const TEMPLATES_MAX = 60;
const LABEL_CHARS_MAX = 40;
const NAME_CHARS_MAX = 60;
const TEXT_CHARS_MAX = 4000;
const NOTE_CHARS_MAX = 2000;

/** The form of the file that carries the practice's part. */
const FILE_FORM = 1;

const RECORD_FIELDS = [
  "reference",
  "received",
  "patient",
  "born",
  "nhs number",
  "sent by",
  "words",
  "answers",
  "messages",
  "notes",
  "outcome",
];

const RECORD_FORMAT =
  "Online request {{reference}}, received {{received}}\n{{patient}}, born {{born}}, NHS No. {{nhs number}}\n\nPatient's words: {{words}}\n\n{{answers}}\n\nMessages:\n{{messages}}\n\nOutcome: {{outcome}}";

const ROUTES: RouteForm[] = [
  { label: "Duty GP today", to: { kind: "team", id: "t-duty" }, urgency: "urgent-today", note: null },
  { label: "Pharmacist", to: { kind: "team", id: "t-pharmacy" }, urgency: null, note: null },
  { label: "Physio", to: { kind: "team", id: "t-physio" }, urgency: null, note: null },
  {
    label: "Nurse, dressing",
    to: { kind: "team", id: "t-nurse" },
    urgency: "soon",
    note: "Needs a dressing.",
  },
  { label: "Admin team", to: { kind: "team", id: "t-admin" }, urgency: null, note: null },
];

export function firstSetup(): FakeSetup {
  return {
    practice: {
      routes: structuredClone(ROUTES),
      templates: [...TEMPLATES],
      outcomes: DISPOSITIONS.map((entry) => entry.code),
      recordFormat: RECORD_FORMAT,
    },
    personal: new Map(),
    changed: null,
  };
}

export function setupView(world: World): SetupView {
  const { practice, changed } = world.setup;
  const own = personalOf(world);
  const changedAt: TimeView | null = changed === null ? null : timeView(changed.atMs, world.nowMs);
  return {
    routes: practice.routes.map(routeView),
    templates: [...practice.templates, ...own.templates].map((template, index) => ({
      ...template,
      id: `${template.personal ? "own" : "shared"}-${index}`,
    })),
    outcomes: [...practice.outcomes],
    allOutcomes: DISPOSITIONS,
    recordFormat: practice.recordFormat,
    recordFields: RECORD_FIELDS,
    singleKeys: own.singleKeys,
    notifications: own.notifications,
    urgentSound: own.urgentSound,
    changedAt,
    changedBy: changed?.by ?? null,
    savedViews: own.savedViews,
  };
}

function routeView(route: RouteForm): RouteView {
  return { ...route, id: route.label, ownerName: nameOf(route.to) };
}

function personalOf(world: World): PersonalSetup {
  return (
    world.setup.personal.get(world.staff?.id ?? "") ?? {
      templates: [],
      singleKeys: true,
      notifications: true,
      urgentSound: false,
      savedViews: [],
    }
  );
}

/** Keeps all of it or nothing; the practice's part only where it differs, by somebody who may change it. */
export function saveSetup(world: World, form: SetupForm): void {
  const practice: PracticeSetup = {
    routes: form.routes.map((route) => ({ ...route, label: route.label.trim() })),
    templates: form.templates.filter((template) => !template.personal),
    outcomes: form.outcomes,
    recordFormat: form.recordFormat,
  };
  const templates = form.templates.filter((template) => template.personal);
  const changes = JSON.stringify(practice) !== JSON.stringify(world.setup.practice);
  if (changes) checkPractice(practice, world.setup.practice);
  checkTemplates([...practice.templates, ...templates]);
  if (changes) keepPractice(world, practice);
  checkSavedViews(form.savedViews);
  const { singleKeys, notifications, urgentSound, savedViews } = form;
  const personal = { templates, singleKeys, notifications, urgentSound, savedViews };
  world.setup.personal.set(world.staff?.id ?? "", personal);
}

export function exportSetup(world: World): string {
  return JSON.stringify({ triageDeskSetup: FILE_FORM, ...world.setup.practice }, null, 2);
}

export function importSetup(world: World, text: string): void {
  const practice = readFile(text);
  checkPractice(practice, world.setup.practice);
  checkTemplates([...practice.templates, ...personalOf(world).templates]);
  keepPractice(world, practice);
}

function readFile(text: string): PracticeSetup {
  let read: PracticeSetup & { triageDeskSetup?: number };
  try {
    read = JSON.parse(text);
  } catch {
    throw wrong("file", "not-a-setup-file");
  }
  const { triageDeskSetup: form, ...practice } = read;
  if (typeof form !== "number") throw wrong("file", "not-a-setup-file");
  if (form > FILE_FORM) throw wrong("file", "newer-file");
  return practice;
}

function keepPractice(world: World, practice: PracticeSetup): void {
  if (world.staff === null || world.staff.role === "receptionist") throw wrong("practice", "not-allowed");
  world.setup.practice = structuredClone(practice);
  world.setup.changed = { atMs: world.nowMs, by: world.staff.name };
}

function checkPractice(practice: PracticeSetup, before: PracticeSetup): void {
  const { routes, templates, outcomes, recordFormat } = practice;
  checkRoutes(routes, before.routes);
  checkTemplates(templates);
  if (outcomes.length === 0) throw wrong("outcomes", "empty");
  checkLength("recordFormat", recordFormat, TEXT_CHARS_MAX);
  const fields = [...recordFormat.matchAll(/\{\{([^{}\n]*)\}\}/g)].map((match) => (match[1] ?? "").trim());
  if (!fields.every((field) => RECORD_FIELDS.includes(field.toLowerCase())))
    throw wrong("recordFormat", "unknown-field");
}

function checkRoutes(routes: readonly RouteForm[], before: readonly RouteForm[]): void {
  if (routes.length > ROUTES_MAX) throw wrong("routes", "too-many");
  for (const [index, route] of routes.entries()) {
    const kept = before.some((old) => JSON.stringify(old.to) === JSON.stringify(route.to));
    if (route.to.kind !== "nobody" && nameOf(route.to) === null && !kept)
      throw wrong(`routes.${index}.to`, "not-there");
    checkLength(`routes.${index}.label`, route.label, LABEL_CHARS_MAX);
    if (isTwice(routes, index, (entry) => entry.label)) throw wrong(`routes.${index}.label`, "same-twice");
    if ((route.note ?? "").length > NOTE_CHARS_MAX) throw wrong(`routes.${index}.note`, "too-long");
  }
}

function checkSavedViews(views: readonly SavedViewForm[]): void {
  if (views.length > SAVED_VIEWS_MAX) throw wrong("savedViews", "too-many");
  for (const [index, view] of views.entries()) {
    checkLength(`savedViews.${index}.name`, view.name, NAME_CHARS_MAX);
    checkLength(`savedViews.${index}.search`, view.search, SEARCH_CHARS_MAX);
    if (isTwice(views, index, (entry) => entry.name)) throw wrong(`savedViews.${index}.name`, "same-twice");
  }
}

function checkTemplates(templates: readonly TemplateForm[]): void {
  if (templates.length > TEMPLATES_MAX) throw wrong("templates", "too-many");
  for (const [index, template] of templates.entries()) {
    checkLength(`templates.${index}.name`, template.name, NAME_CHARS_MAX);
    checkLength(`templates.${index}.text`, template.text, TEXT_CHARS_MAX);
    if (isTwice(templates, index, (entry) => `${entry.language} ${entry.name}`))
      throw wrong(`templates.${index}.name`, "same-twice");
  }
}

function isTwice<Item>(items: readonly Item[], index: number, nameOfItem: (item: Item) => string): boolean {
  const names = items.slice(0, index + 1).map((item) => nameOfItem(item).trim().toLowerCase());
  return names.indexOf(names[index] ?? "") !== index;
}

function checkLength(field: string, text: string, charsMax: number): void {
  if (text.trim() === "") throw wrong(field, "empty");
  if ([...text].length > charsMax) throw wrong(field, "too-long");
}

function wrong(field: string, problem: string) {
  return refuse({ kind: "invalid", field, problem });
}

/** Raises, notes, assigns, in this order; what is so already is left out. Returns the id of the last decision. */
export function routeRequest(world: World, form: RouteRequestForm): string {
  const route = world.setup.practice.routes.find((entry) => entry.label === form.route);
  const request = world.requests.get(form.requestId);
  if (route === undefined || request === undefined) throw refuse({ kind: "not-found" });
  if (form.seen !== `${request.id}:${request.version}`)
    throw refuse({ kind: "changed-since", requestId: request.id });
  const { to, urgency, note } = route;
  const raises = urgency !== null && lowers(urgency, request.urgency);
  const same = JSON.stringify({ ...request.owner, name: 0 }) === JSON.stringify({ ...to, name: 0 });
  const decisions = [
    ...(raises ? [{ kind: "set-urgency", to: urgency, reason: null } as const] : []),
    ...(note === null || note.trim() === "" ? [] : [{ kind: "add-note", text: note } as const]),
    ...(same ? [] : [{ kind: "assign", to } as const]),
  ];
  const before = structuredClone(request);
  const opIds = form.opIds.slice(0, decisions.length);
  for (const [index, decision] of decisions.entries()) {
    const seen = `${request.id}:${request.version}`;
    applyDecision(world, { opId: opIds[index] ?? "", requestId: request.id, seen, decision });
  }
  const last = opIds.at(-1);
  if (last === undefined) throw refuse({ kind: "blocked", why: "no-change" });
  for (const op of world.ops) if (opIds.includes(op.opId)) Object.assign(op, { before, together: opIds });
  return last;
}
