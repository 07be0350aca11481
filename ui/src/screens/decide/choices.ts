/** What can be chosen for each verb, with the digit that commits it. Reads the request and the session; decides nothing. */

import type {
  DecisionForm,
  DispositionView,
  OwnerForm,
  RequestView,
  SessionView,
  StaffView,
  Urgency,
} from "../../host/host";
import { decideWords } from "../../words/decide";
import { en } from "../../words/en";
import { mergeWords } from "../../words/merge";

/** One line of a chooser. */
export type ListedChoice = {
  id: string;
  digit: number | null;
  label: string;
  hint: string | null;
  urgency?: Urgency;
  /** The heading that it stands under with its neighbours. */
  group?: string;
  /** Why it cannot be chosen. */
  off: string | null;
};

export type Choice = ListedChoice & { decision: DecisionForm };

export type Verb =
  | "route"
  | "assign"
  | "urgency"
  | "category"
  | "note"
  | "hold"
  | "merge"
  | "copy"
  | "chase"
  | "done"
  | "reopen"
  | "reply";

/** The verbs of the action bar, in their groups; the last one takes the request out of where it is. */
export function verbGroups(request: RequestView): (readonly Verb[])[] {
  if (request.closed !== null) return [["note"], ["reopen"]];
  const looksTwice = request.earlier.some((other) => other.likeness !== null);
  const middle: readonly Verb[] = looksTwice ? ["reply", "note", "hold", "merge"] : ["reply", "note", "hold"];
  return [["route", "assign", "urgency", "category"], middle, ["done"]];
}

/** The verbs of the menu: those of the bar, and what is done too rarely to have a place there. */
export function menuGroups(request: RequestView): (readonly Verb[])[] {
  return verbGroups(request).map((verbs) => (verbs.includes("note") ? [...verbs, "chase"] : verbs));
}

/** The most urgent first. */
export const URGENCIES: readonly Urgency[] = ["emergency", "urgent-today", "soon", "routine"];

/** The outcome under which a merge closes a request: it comes from comparing two, never from a list (ux.md U5). */
const DUPLICATE = "duplicate";

/** Digits go to 9; further choices are found by typing. */
const DIGIT_MAX = 9;

export function lowersUrgency(from: Urgency, to: Urgency): boolean {
  return URGENCIES.indexOf(to) > URGENCIES.indexOf(from);
}

/** Whom a request can be given to; `request` is null where it is more than one. */
export function assignChoices(request: RequestView | null, session: SessionView): Choice[] {
  const me = session.staff;
  const others = session.people.filter((person) => person.id !== me?.id);
  const owner = (to: OwnerForm, label: string, hint: string | null): Omit<Choice, "digit"> => ({
    id: to.kind === "nobody" ? "nobody" : `${to.kind}-${to.id}`,
    label,
    hint: request !== null && isOwner(request, to) ? decideWords.assign.now : hint,
    off: null,
    decision: { kind: "assign", to },
  });
  const listed = [
    ...(me === null ? [] : [owner({ kind: "person", id: me.id }, decideWords.assign.me, me.name)]),
    ...session.teams.map((team) => owner({ kind: "team", id: team.id }, team.name, decideWords.assign.team)),
    ...others.map((person) => owner({ kind: "person", id: person.id }, person.name, en.role[person.role])),
  ];
  const numbered = listed.map((choice, index) => ({
    ...choice,
    digit: index < DIGIT_MAX ? index + 1 : null,
  }));
  return [
    ...numbered,
    { ...owner({ kind: "nobody" }, decideWords.assign.nobody, decideWords.assign.nobodyHint), digit: 0 },
  ];
}

export function urgencyChoices(request: RequestView, staff: StaffView | null): Choice[] {
  return URGENCIES.map((urgency, index) => {
    const lowers = lowersUrgency(request.urgency, urgency);
    const off = lowers && staff?.role === "receptionist" ? decideWords.urgency.mayNot : null;
    const now = urgency === request.urgency ? decideWords.urgency.now : null;
    return {
      id: urgency,
      digit: index + 1,
      label: en.urgency[urgency],
      hint: off ?? now ?? (lowers ? decideWords.urgency.lowers : en.urgencyMeans[urgency]),
      urgency,
      off,
      decision: { kind: "set-urgency", to: urgency, reason: null },
    };
  });
}

export function categoryChoices(request: RequestView): Choice[] {
  return (["clinical", "administrative", "unknown"] as const).map((category, index) => ({
    id: category,
    digit: index + 1,
    label: en.category[category],
    hint: category === request.category ? decideWords.urgency.now : decideWords.category.hint[category],
    off: null,
    decision: { kind: "set-category", to: category },
  }));
}

export function doneChoices(session: SessionView, mode: string | null): Choice[] {
  return session.dispositions.map((disposition, index) => ({
    id: disposition.code,
    digit: index < DIGIT_MAX ? index + 1 : index === DIGIT_MAX ? 0 : null,
    label: disposition.label,
    ...comparedFirst(disposition),
    decision: { kind: "close", disposition: disposition.code, mode, reason: null },
  }));
}

function comparedFirst({ code, group }: DispositionView): Pick<ListedChoice, "hint" | "off"> {
  const off = code === DUPLICATE ? decideWords.done.compareFirst : null;
  return { hint: off ?? decideWords.done.group[group], off };
}

/** The outcomes a reply can close with. */
export function outcomesOfReply(session: SessionView): DispositionView[] {
  return session.dispositions.filter(({ code }) => code !== DUPLICATE);
}

/** How the patient asked what became of it, with what they said. */
export function chaseChoices(said: string): Choice[] {
  const text = said.trim();
  const off = decideWords.chase.tooLong(said);
  return (["phone", "desk", "online", "other"] as const).map((route, index) => ({
    id: route,
    digit: index + 1,
    label: decideWords.chase.route[route],
    hint: null,
    off,
    decision: { kind: "log-chase", route, text: text === "" ? null : text },
  }));
}

/** Why a verb is not possible on this request at all; null when it is. */
export function verbOff(verb: Verb, request: RequestView, session: SessionView): string | null {
  const { off } = decideWords;
  if (verb === "copy") return null;
  if (session.readOnly || request.readOnly) return off.readOnly;
  if (verb === "note" || verb === "chase") return null;
  if (request.withdrawn) return off.withdrawn;
  if (verb === "reopen") return request.closed === null ? off.notClosed : null;
  if (request.closed !== null) return off.closed;
  if (verb === "merge") return request.earlier.some((other) => !other.closed) ? null : mergeWords.none;
  return verb === "reply" && !isMatched(request) ? off.notMatched : null;
}

/** Why a reply that failed cannot go once more; a closed request takes it: the patient was never told. */
export function sendAgainOff(request: RequestView, session: SessionView): string | null {
  const { off } = decideWords;
  if (session.readOnly || request.readOnly) return off.readOnly;
  if (request.withdrawn) return off.withdrawn;
  return isMatched(request) ? null : off.notMatched;
}

function isMatched({ patient }: RequestView): boolean {
  return patient.match === "verified" || patient.match === "unverified";
}

export function isOwner(request: RequestView, to: OwnerForm): boolean {
  if (request.owner.kind === "nobody" || to.kind === "nobody") return request.owner.kind === to.kind;
  return request.owner.kind === to.kind && request.owner.id === to.id;
}

/** Choices whose words contain every typed word. */
export function filterChoices<Listed extends ListedChoice>(
  choices: readonly Listed[],
  typed: string,
): Listed[] {
  const words = typed.trim().toLowerCase().split(/\s+/);
  return choices.filter((choice) => {
    const text = `${choice.label} ${choice.hint ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

/** Choices in their order, with those that stand next to each other under one heading kept together. */
export function groupsOf<Listed extends ListedChoice>(choices: readonly Listed[]): ChoiceGroup<Listed>[] {
  const groups: ChoiceGroup<Listed>[] = [];
  for (const choice of choices) {
    const last = groups.at(-1);
    if (last !== undefined && last.group === choice.group) last.choices.push(choice);
    else groups.push({ group: choice.group, choices: [choice] });
  }
  return groups;
}

type ChoiceGroup<Listed> = { group: string | undefined; choices: Listed[] };
