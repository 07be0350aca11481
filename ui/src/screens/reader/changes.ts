/** What a person must be told when a request changes while it is open, and what is too small to stop them. */

import type { RequestView } from "../../host/host";
import { en } from "../../words/en";

/** Sentences about the differences that matter for a decision; none when there are none. */
export function changesBetween(before: RequestView, after: RequestView): string[] {
  const changes: string[] = [];
  if (before.urgency !== after.urgency) changes.push(en.changes.urgency(en.urgency[after.urgency]));
  if (en.owner.of(before.owner) !== en.owner.of(after.owner))
    changes.push(en.changes.owner(en.owner.of(after.owner)));
  if (before.category !== after.category) changes.push(en.changes.category(en.category[after.category]));
  if (before.closed === null && after.closed !== null)
    changes.push(en.changes.closed(after.closed.label, after.closed.by));
  if (before.closed !== null && after.closed === null) changes.push(en.changes.reopened);
  if (!before.withdrawn && after.withdrawn) changes.push(en.changes.withdrawn);
  const arrived = (request: RequestView, kind: "patient" | "reply") =>
    request.messages.filter((message) => message.kind === kind).length;
  if (arrived(after, "patient") > arrived(before, "patient")) changes.push(en.changes.patientWrote);
  if (arrived(after, "reply") > arrived(before, "reply")) changes.push(en.changes.replied);
  if (before.words !== after.words) changes.push(en.changes.words);
  if (before.patient.name !== after.patient.name || before.patient.match !== after.patient.match)
    changes.push(en.changes.patient);
  return changes;
}
