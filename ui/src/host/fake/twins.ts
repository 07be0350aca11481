/** A patient who has sent the same thing twice. */

import { type FakeRequest, MINUTE_MS, timeView, type World } from "./world";

const TWO_HOURS_MS = 120 * MINUTE_MS;

export function addTwins(world: World): void {
  const like = [...world.requests.values()].find(
    (request) => request.closed === null && request.redFlags.length === 0,
  );
  if (like === undefined) return;
  const twin = (id: string, words: string, receivedMs: number): FakeRequest => ({
    ...structuredClone(like),
    id,
    reference: id.toUpperCase(),
    patient: { ...like.patient, name: "TWIN, Tessa (Ms)", match: "verified", deceased: false },
    words,
    urgency: "emergency",
    owner: { kind: "nobody" },
    awaiting: false,
    awaitingUntilMs: null,
    firstOpenedMs: receivedMs,
    receivedMs,
    version: 1,
  });
  const first = twin("twin-1", "A red rash on my left arm since Friday", world.nowMs - 2 * TWO_HOURS_MS);
  const second = twin(
    "twin-2",
    "Red rash on my left arm since Friday, sent again",
    world.nowMs - TWO_HOURS_MS,
  );
  const likeness = { minutesApart: 120, sameForm: true, sameWordsPercent: 81 };
  const seenFrom = (other: FakeRequest) => [
    {
      id: other.id,
      receivedAt: timeView(other.receivedMs, world.nowMs),
      words: other.words,
      closed: false,
      outcome: null,
      likeness,
    },
  ];
  world.requests.set(first.id, { ...first, earlier: seenFrom(second) });
  world.requests.set(second.id, { ...second, earlier: seenFrom(first) });
}
