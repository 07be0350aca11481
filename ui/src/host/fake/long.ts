/** A request in which everything is as long as people make it: links without a space, lists, nine photos. */

import { MINUTE_MS, timeView, type World } from "./world";

const LINK = `https://www.example.nhs.uk/forms/${"a1b2c3d4e5".repeat(20)}`;
const LONG = `${"Please rest the leg, and ring us at once if it gets worse.\n".repeat(6)}${LINK}`;
const WHO = "Christopher Jonathan Williams-Abernethy";
const PHOTOS = 9;

export function addLong(world: World): void {
  const request = [...world.requests.values()].find(({ urgency }) => urgency === "emergency");
  if (request === undefined) return;
  const at = (minutes: number) => timeView(world.nowMs - minutes * MINUTE_MS, world.nowMs);
  request.words = `${request.words}\n\n${LINK}`;
  request.sentBy = "mother’s neighbour, who may speak for her";
  request.redFlags.push({ question: LINK, answer: LINK, redFlag: true });
  request.answers.push({ question: LINK, answer: LONG, redFlag: false });
  request.notes.push({ author: WHO, at: null, text: LONG, opId: null });
  request.messages.push(
    { kind: "patient", at: at(40), text: LONG, opId: null },
    {
      kind: "reply",
      id: "long-1",
      author: WHO,
      at: at(30),
      text: LONG,
      delivery: "failed",
      failure: LINK,
      channel: "text message",
      mayAnswer: false,
      attachments: [],
      opId: null,
    },
  );
  request.repeat = { ordinal: 2, days: 9 };
  const base = { closed: true, outcome: "Advice by message", likeness: null };
  request.earlier.push({ ...base, id: "long-old", receivedAt: at(12_960), words: LONG });
  request.photos = Array.from({ length: PHOTOS }, (_, index) => ({
    id: `long-photo-${index}`,
    title: index === 0 ? LINK : `Leg ${index}`,
    sizeBytes: 640_000,
    takenAt: null,
    onDevice: index % 2 === 0,
  }));
  request.events.push({
    atMs: world.nowMs - 20 * MINUTE_MS,
    by: WHO,
    what: { kind: "set-urgency", to: "emergency", reason: LONG },
    ownerName: null,
    opId: null,
    withdrawn: true,
  });
}
