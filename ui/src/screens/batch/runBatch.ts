/** Decides on several requests, one after the other: each is read first, and left as it is when it is not what was marked. */

import { newOpId } from "../../core/opid";
import { type CommandError, commandError, type Host, type RequestView, type RowView } from "../../host/host";
import { type BatchDecision, batchWords, leftText } from "../../words/batch";
import { errorText } from "../../words/errors";
import { lowersUrgency } from "../decide/choices";

export type Left = { row: RowView; why: string };

/** A request that was decided on, and the decision by which it is undone. */
export type Done = { row: RowView; opId: string };

export type BatchOutcome = {
  done: Done[];
  left: Left[];
  failure: { row: RowView; error: CommandError } | null;
  /** Neither done nor left out: the one that failed and all after it. */
  rest: RowView[];
};

type BatchSteps = {
  onStep: (done: number) => void;
  /** False once the person who decided is no longer at the window. */
  goesOn: () => boolean;
};

export async function runBatch(
  host: Host,
  rows: readonly RowView[],
  decision: BatchDecision,
  { onStep, goesOn }: BatchSteps,
): Promise<BatchOutcome> {
  const outcome: BatchOutcome = { done: [], left: [], failure: null, rest: [] };
  for (const [index, row] of rows.entries()) {
    if (!goesOn()) return { ...outcome, rest: rows.slice(index) };
    try {
      const opId = newOpId(Date.now());
      const why = await decideOne(host, row, { opId, decision });
      if (why === null) outcome.done.push({ row, opId });
      else outcome.left.push({ row, why });
    } catch (error) {
      return { ...outcome, failure: { row, error: commandError(error) }, rest: rows.slice(index) };
    }
    onStep(index + 1);
  }
  return outcome;
}

type One = { opId: string; decision: BatchDecision };

/** Decides on one request; says why it was left as it is, or throws what holds for the others, too. */
async function decideOne(host: Host, row: RowView, { opId, decision }: One): Promise<string | null> {
  try {
    const request = await host.request({ id: row.id });
    const why = whyLeft(row, request, decision);
    if (why !== null) return why;
    await host.decide({ opId, requestId: row.id, seen: request.seen, decision });
    return null;
  } catch (error) {
    const why = leftBecause(commandError(error));
    if (why === null) throw error;
    return why;
  }
}

function leftBecause(error: CommandError): string | null {
  if (error.kind === "not-found") return batchWords.left.gone;
  if (error.kind === "changed-since") return batchWords.left.changed;
  return error.kind === "blocked" ? leftText(error.why) : null;
}

/** Why a request is left as it is; null when it is what was marked and the decision fits it. */
export function whyLeft(row: RowView, request: RequestView, decision: BatchDecision): string | null {
  const { left } = batchWords;
  if (request.readOnly) return left.readOnly;
  const takesIt = decision.kind === "add-note";
  if (request.withdrawn && !takesIt) return left.withdrawn;
  if (request.closed !== null && !(takesIt && row.closed)) return left.closed;
  if (hasChanged(row, request)) return left.changed;
  if (decision.kind !== "set-urgency" || lowersUrgency(decision.to, request.urgency)) return null;
  return left.urgency(request.urgency);
}

/** What the row showed is no longer what the request says. */
function hasChanged(row: RowView, request: RequestView): boolean {
  const reopened = row.closed && request.closed === null && !request.withdrawn;
  return (
    reopened ||
    row.name !== request.patient.name ||
    row.words !== request.words ||
    row.urgency !== request.urgency ||
    row.category !== request.category ||
    ownerKey(row.owner) !== ownerKey(request.owner) ||
    row.redFlag !== request.redFlags.length > 0 ||
    row.photos !== request.photos.length ||
    row.awaitingPatient !== request.awaitingPatient ||
    row.patientAnswered !== (request.messages.at(-1)?.kind === "patient") ||
    row.awaitingUntil?.iso !== request.awaitingUntil?.iso ||
    row.noAnswerSince?.iso !== request.noAnswerSince?.iso ||
    row.heldUntil?.iso !== request.heldUntil?.iso
  );
}

function ownerKey(owner: RowView["owner"]): string {
  return owner.kind === "nobody" ? owner.kind : `${owner.kind}/${owner.id}`;
}

/** Takes back what was decided, the last first; returns what could not be taken back, with the reason. */
export async function undoBatch(
  host: Host,
  done: readonly Done[],
  { onStep, goesOn }: BatchSteps,
): Promise<Left[]> {
  const left: Left[] = [];
  for (const [index, { row, opId }] of [...done].reverse().entries()) {
    if (!goesOn()) return left;
    try {
      await host.undo({ opId: newOpId(Date.now()), target: opId });
    } catch (error) {
      left.push({ row, why: errorText(commandError(error)) });
    }
    onStep(index + 1);
  }
  return left;
}
