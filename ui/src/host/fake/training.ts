/** The practice queue of the practice in memory: a world of its own, which is thrown away. */

import type { Role, TrainingTaskId, TrainingView, Urgency } from "../bindings";
import { PEOPLE } from "./practice";
import { TEMPLATES } from "./templates";
import { isUrgent } from "./views";
import { buildWorld, type FakeOp, type World } from "./world";

export const TRAINING_PRACTICE = "Lark Rise (invented)";

/** As many invented requests as the program brings. */
const SIZE = 24;

const RISING: readonly Urgency[] = ["routine", "soon", "urgent-today", "emergency"];

const TASKS: readonly TrainingTaskId[] = [
  "give-to-team",
  "raise-urgency",
  "reply-with-template",
  "hold",
  "undo",
];

export type Training = { world: World; done: Set<TrainingTaskId> };

export function startTraining(role: Role): Training {
  const world = buildWorld(SIZE);
  world.staff = PEOPLE.find((person) => person.role === role) ?? null;
  world.coming = [];
  world.workOffline = true;
  world.sentToday = 0;
  return { world, done: new Set() };
}

/** A task stays done when its decision is taken back. */
export function noteDone({ world, done }: Training): void {
  for (const op of world.ops) for (const task of TASKS) if (isDoneBy(task, op)) done.add(task);
}

export function trainingView({ done }: Training, own: World): TrainingView {
  return {
    tasks: TASKS.map((id) => ({ id, done: done.has(id) })),
    ownUrgent: own.staff === null ? 0 : [...own.requests.values()].filter(isUrgent).length,
  };
}

function isDoneBy(task: TrainingTaskId, { decision, before }: FakeOp): boolean {
  switch (task) {
    case "give-to-team":
      return decision.kind === "assign" && decision.to.kind === "team";
    case "raise-urgency":
      return decision.kind === "set-urgency" && RISING.indexOf(decision.to) > RISING.indexOf(before.urgency);
    case "reply-with-template":
      return (
        decision.kind === "reply" && TEMPLATES.some((template) => isMadeFrom(decision.text, template.text))
      );
    case "hold":
      return decision.kind === "hold";
    case "undo":
      return false;
  }
}

/** The longest piece between a template's blanks is in what was written. */
function isMadeFrom(written: string, template: string): boolean {
  const pieces = template.split(/\{\{.*?\}\}/).map((piece) => piece.trim());
  const longest = pieces.reduce((one, other) => (other.length > one.length ? other : one), "");
  return longest !== "" && written.includes(longest);
}
