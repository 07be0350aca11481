/** What the specimens show: asked of the practice in memory, and changed where it has no such state of its own. */

import { FakeHost } from "../host/fake";
import type {
  AttachmentView,
  AttentionView,
  PatientView,
  RailView,
  RequestView,
  RowView,
  SessionView,
  StatusView,
  TimeView,
  WorkloadView,
} from "../host/host";

export type Fixtures = {
  host: FakeHost;
  session: SessionView;
  status: StatusView;
  rail: RailView;
  rows: RowView[];
  request: RequestView;
  patient: PatientView;
  attention: AttentionView;
  workload: WorkloadView;
};

/** A name that no line holds: two family names and two given names, as people have them. */
export const LONG_NAME = "WILLIAMS-ABERNETHY, Christopher Jonathan (Mr)";

const GP = "p-rees";

export async function loadFixtures(): Promise<Fixtures> {
  const host = new FakeHost({ staffId: GP, troubles: true });
  const page = { search: "", offset: 0, limit: 40, refresh: true };
  const { rows } = await host.queue({ ...page, view: "all-open" });
  const flagged = rows.find((row) => row.redFlag && row.repeat !== null) ?? first(rows);
  const request = await host.request({ id: flagged.id });
  return {
    host,
    session: await host.session(),
    status: await host.status(),
    rail: await host.rail(),
    rows,
    request: fullRequest(request),
    patient: request.patient,
    attention: await host.attention(),
    workload: await host.workload(),
  };
}

/** A time on the morning the practice in memory lives in. */
export function at(clock: string): TimeView {
  return { iso: `2026-09-07T${clock}:00+01:00`, local: `2026-09-07T${clock}`, day: "today" };
}

/** Three days on, when the practice opens. */
export const THURSDAY: TimeView = {
  iso: "2026-09-10T08:00:00+01:00",
  local: "2026-09-10T08:00",
  day: "this-week",
};

/** A row without any state, to add one to. */
export function plainRow(rows: readonly RowView[]): RowView {
  const row = first(rows);
  return {
    ...row,
    name: "NOWAK, Zofia (Ms)",
    urgency: "soon",
    category: "clinical",
    words: "Stinging when I go and going every half an hour since yesterday. No back pain, no temperature.",
    owner: { kind: "nobody" },
    redFlag: false,
    repeat: null,
    changed: null,
    sync: "clean",
    sentBy: null,
    photos: 0,
    unmatched: false,
    similarName: false,
    awaitingPatient: false,
    awaitingUntil: null,
    noAnswerSince: null,
    heldUntil: null,
    patientAnswered: false,
    closed: false,
    closedAt: null,
    outcome: null,
    moved: false,
  };
}

/** A request that has one of everything. */
function fullRequest(request: RequestView): RequestView {
  const reply = {
    id: "reply-1",
    author: "Dr Anwen Rees",
    at: at("09:12"),
    channel: "text message",
    failure: null,
    mayAnswer: false,
    attachments: [],
  };
  const words = "Thank you. Please tell us how long you have had this.";
  return {
    ...request,
    urgencyContested: true,
    amended: true,
    unreadable: ["Questionnaire item 7"],
    sentBy: "mother",
    photos: [
      { id: "photo-1", title: "Left forearm", sizeBytes: 640_000, takenAt: null, onDevice: true },
      { id: "photo-2", title: "Left forearm, near", sizeBytes: 2_100_000, takenAt: null, onDevice: false },
    ],
    messages: [
      { ...reply, kind: "reply", text: words, delivery: "delivered" },
      { kind: "patient", at: at("09:30"), text: "About ten days, and a little worse each day." },
      {
        ...reply,
        kind: "reply",
        at: at("09:33"),
        text: words,
        delivery: "failed",
        failure: "Number not in use",
      },
      {
        ...reply,
        kind: "reply",
        at: at("09:40"),
        text: words,
        delivery: "held",
        mayAnswer: true,
        attachments: [...FILES],
      },
    ],
    events: [
      { at: at("08:20"), by: "Carys Evans", ownerName: null, sync: "clean", withdrawn: false, what: opened },
      {
        at: at("08:31"),
        by: "Carys Evans",
        ownerName: "Duty GP",
        sync: "sent",
        withdrawn: true,
        what: given,
      },
      { at: at("09:02"), by: "Jo Marsden", ownerName: null, sync: "saved", withdrawn: false, what: noted },
    ],
  };
}

const opened = { kind: "first-opened" } as const;
const given = { kind: "assign", to: { kind: "team", id: "t-duty" } } as const;
const noted = { kind: "add-note", text: "Phoned, no answer." } as const;

function first(rows: readonly RowView[]): RowView {
  const [row] = rows;
  if (row === undefined) throw new RangeError("the practice in memory has no open request");
  return row;
}

/** One of each kind that can go with a message. */
export const FILES: readonly AttachmentView[] = [
  { id: "file-1", name: "Knee exercises.pdf", contentType: "application/pdf", bytes: 340_000 },
  { id: "file-2", name: "how-to-dress-it.jpg", contentType: "image/jpeg", bytes: 2_100_000 },
  { id: "file-3", name: "map.png", contentType: "image/png", bytes: 86_000 },
];
