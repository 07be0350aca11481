/** What a person has changed in the settings and not saved: the parts they touched, over what Rust has. */

import type { RouteForm, SavedViewForm, SetupForm, SetupView, TemplateForm } from "../../host/host";

/** `key` names an item while it is edited; it moves with the item. */
export type RouteDraft = RouteForm & { key: string };
export type TemplateDraft = TemplateForm & { key: string };

export type SettingsDraft = {
  routes: readonly RouteDraft[];
  shared: readonly TemplateDraft[];
  own: readonly TemplateDraft[];
  outcomes: readonly string[];
  recordFormat: string;
  singleKeys: boolean;
  notifications: boolean;
  urgentSound: boolean;
  savedViews: readonly SavedViewForm[];
};

export type Edits = Partial<SettingsDraft>;

/** The parts that belong to the practice. */
const PRACTICE: readonly (keyof SettingsDraft)[] = ["routes", "shared", "outcomes", "recordFormat"];

export function draftOf(setup: SetupView): SettingsDraft {
  const templates = setup.templates.map(({ id, ...template }) => ({ ...template, key: id }));
  return {
    routes: setup.routes.map(({ id, label, to, urgency, note }) => ({ key: id, label, to, urgency, note })),
    shared: templates.filter((template) => !template.personal),
    own: templates.filter((template) => template.personal),
    outcomes: setup.outcomes,
    recordFormat: setup.recordFormat,
    singleKeys: setup.singleKeys,
    notifications: setup.notifications,
    urgentSound: setup.urgentSound,
    savedViews: setup.savedViews,
  };
}

/** The shared templates come first: Rust names a faulty one by its place in this order. */
export function formOf(draft: SettingsDraft): SetupForm {
  const { routes, shared, own, outcomes, recordFormat, singleKeys, notifications, urgentSound, savedViews } =
    draft;
  return {
    routes: routes.map(({ key: _, ...route }) => ({ ...route, note: route.note === "" ? null : route.note })),
    templates: [...shared, ...own].map(({ key: _, ...template }) => template),
    outcomes: [...outcomes],
    recordFormat,
    singleKeys,
    notifications,
    urgentSound,
    savedViews: [...savedViews],
  };
}

/** True where saving would change something. */
export function isChanged(draft: SettingsDraft, setup: SetupView): boolean {
  return JSON.stringify(formOf(draft)) !== JSON.stringify(formOf(draftOf(setup)));
}

export function touchesPractice(edits: Edits): boolean {
  return PRACTICE.some((part) => part in edits);
}

/** The edits without those that were sent, unless they were edited again meanwhile. */
export function withoutSent(edits: Edits, sent: Edits): Edits {
  const left = { ...edits };
  for (const part of Object.keys(sent)) if (isPart(part) && left[part] === sent[part]) delete left[part];
  return left;
}

function isPart(name: string): name is keyof SettingsDraft {
  return [...PRACTICE, "own", "singleKeys", "notifications", "urgentSound", "savedViews"].includes(name);
}

/** The list with the item at `index` one place up (-1) or down (1). */
export function moved<Item>(items: readonly Item[], index: number, step: 1 | -1): Item[] {
  const [from, to] = [items[index], items[index + step]];
  if (from === undefined || to === undefined) return [...items];
  return items.map((item, at) => (at === index ? to : at === index + step ? from : item));
}

export function replaced<Item extends { key: string }>(items: readonly Item[], next: Item): Item[] {
  return items.map((item) => (item.key === next.key ? next : item));
}
