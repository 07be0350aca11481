/** The state of the practice in memory and how it comes to be. Owns no rule about decisions: those are in `decisions.ts`. */

import type {
  AnswerView,
  AttachmentView,
  Category,
  ChaseView,
  ConflictView,
  CopyForm,
  DecisionForm,
  EarlierView,
  FailedView,
  MessageView,
  NoteView,
  OwnerView,
  PhotoView,
  PlaceView,
  RowView,
  StaffView,
  SyncWord,
  TimeView,
  UnreadableView,
  Urgency,
} from "../bindings";
import { dice, type FakePatient, patient, pick } from "./patients";
import { PEOPLE, TEAMS } from "./practice";
import { type FakeSetup, firstSetup } from "./setup";
import { answers, STORIES, type Story } from "./stories";

/** Monday 7 September 2026, 09:41 in London; summer time, so one hour ahead of UTC. */
export const START_MS = Date.UTC(2026, 8, 7, 8, 41);
/** Share of requests that may be urgent at intake. */
const URGENT_SHARE = 0.2;

const LONDON_SUMMER_MS = 3_600_000;

export const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Requests arrive this long after the start, so that the arrivals bar can be seen at work. */
const ARRIVALS_MS = [20_000, 50_000, 95_000, 150_000];

/** The core hours end at 18:30 (domain.md, core hours). */
const CLOSING_MINUTE = 18 * 60 + 30;

export type FakeEvent = {
  atMs: number;
  by: string;
  what: DecisionForm;
  ownerName: string | null;
  opId: string | null;
  withdrawn: boolean;
};
export type FakeMessage = MessageView & { opId: string | null };
export type FakeNote = Omit<NoteView, "sync"> & { opId: string | null };

export type FakeRequest = {
  id: string;
  reference: string;
  patient: FakePatient;
  title: string;
  words: string;
  answers: AnswerView[];
  redFlags: AnswerView[];
  photos: PhotoView[];
  receivedMs: number;
  route: string;
  sentBy: string | null;
  urgency: Urgency;
  intakeUrgency: Urgency;
  contested: boolean;
  category: Category;
  owner: OwnerView;
  /** The patient was asked, or the practice waits for them of its own accord. */
  awaiting: boolean;
  /** When waiting for the patient ends by itself. */
  awaitingUntilMs: number | null;
  answered: boolean;
  heldUntilMs: number | null;
  closed: { code: string; label: string; atMs: number; by: string } | null;
  filedMs?: number;
  mergedInto?: string;
  chases?: { atMs: number; route: ChaseView["route"] }[];
  withdrawn: boolean;
  firstOpenedMs: number | null;
  notes: FakeNote[];
  messages: FakeMessage[];
  events: FakeEvent[];
  earlier: EarlierView[];
  repeat: RowView["repeat"];
  changed: { atMs: number; by: string } | null;
  unreadable: string[];
  version: number;
};

export type FakeOp = {
  opId: string;
  requestId: string;
  decision: DecisionForm;
  ownerName: string | null;
  by: string;
  atMs: number;
  sync: SyncWord;
  sendsAtMs: number;
  before: FakeRequest;
  silent: boolean;
  attempts: number;
  /** Decisions that were taken together and are undone together. */
  together?: readonly string[];
  /** What failed before, and needs nobody since. */
  answered?: FailedView[];
};

export type World = {
  nowMs: number;
  requests: Map<string, FakeRequest>;
  /** Requests that arrive later, with the time they do. */
  coming: { request: FakeRequest; atMs: number }[];
  ops: FakeOp[];
  conflicts: ConflictView[];
  failed: FailedView[];
  unreadable: UnreadableView[];
  drafts: Map<string, { text: string; attachments: AttachmentView[]; atMs: number }>;
  /** What is being typed beside replies, by whose and where. */
  typed: Map<string, { text: string; atMs: number }>;
  /** How each person left the window. */
  places: Map<string, PlaceView>;
  /** Every file gets an id of its own, whatever became of those before it. */
  filesTaken: number;
  setup: FakeSetup;
  /** Who is writing about a request, and until when that counts. */
  claims: Map<string, { by: string; untilMs: number }>;
  clipboard: CopyForm | null;
  minutes: { minutes: number; startedMs: number; ids: string[]; leftOut: number; running: boolean } | null;
  staff: StaffView | null;
  workOffline: boolean;
  offlineSinceMs: number | null;
  lastSyncMs: number;
  sentToday: number;
};

export function timeView(ms: number, nowMs: number): TimeView {
  const local = new Date(ms + LONDON_SUMMER_MS).toISOString().slice(0, 16);
  const days = Math.floor((nowMs + LONDON_SUMMER_MS) / DAY_MS) - Math.floor((ms + LONDON_SUMMER_MS) / DAY_MS);
  const day = days === 0 ? "today" : days === 1 ? "yesterday" : Math.abs(days) < 7 ? "this-week" : "older";
  return { iso: new Date(ms).toISOString(), local, day };
}

/** The end of the core-hours period a request is due in: the same day when urgent, else the next working day. */
export function dueMs(request: { receivedMs: number; urgency: Urgency }): number {
  const local = request.receivedMs + LONDON_SUMMER_MS;
  const midnight = Math.floor(local / DAY_MS) * DAY_MS;
  const weekday = new Date(midnight).getUTCDay();
  const afterHours = local - midnight > CLOSING_MINUTE * MINUTE_MS;
  const weekend = weekday === 0 ? 1 : weekday === 6 ? 2 : 0;
  const sameDay = request.urgency === "emergency" || request.urgency === "urgent-today";
  const wait = weekend > 0 ? weekend : afterHours || !sameDay ? 1 : 0;
  return midnight + wait * DAY_MS + CLOSING_MINUTE * MINUTE_MS - LONDON_SUMMER_MS;
}

/** Builds the practice: `size` open requests, some closed ones of today and a few that arrive later. */
export function buildWorld(size: number): World {
  const requests = new Map<string, FakeRequest>();
  const today = timeView(START_MS, START_MS).local.slice(0, 10);
  const closedToday = Math.min(18, Math.ceil(size / 4));
  for (let index = 0; index < size + closedToday; index += 1) {
    const request = buildRequest(index, size, today);
    requests.set(request.id, request);
  }
  const coming = ARRIVALS_MS.map((afterMs, offset) => ({
    request: buildRequest(size + closedToday + offset, Number.POSITIVE_INFINITY, today),
    atMs: START_MS + afterMs,
  }));
  return {
    nowMs: START_MS,
    requests,
    coming,
    ops: [],
    conflicts: [],
    failed: [],
    unreadable: [],
    drafts: new Map(),
    typed: new Map(),
    places: new Map(),
    filesTaken: 0,
    claims: new Map(),
    clipboard: null,
    minutes: null,
    setup: firstSetup(),
    staff: null,
    workOffline: false,
    offlineSinceMs: null,
    lastSyncMs: START_MS,
    sentToday: 47,
  };
}

function buildRequest(index: number, open: number, today: string): FakeRequest {
  const roll = dice(index + 1);
  const who = patient(index, today);
  const story = storyFor(index, who.ageYears);
  const agoMinutes = index >= open ? 40 + roll() * 90 : ageMinutes(index, open, roll);
  const receivedMs = Number.isFinite(open) ? START_MS - agoMinutes * MINUTE_MS : START_MS;
  const owner = Number.isFinite(open) ? ownerFor(index, roll()) : nobody();
  const awaiting = index < open && owner.kind !== "nobody" && index % 7 === 3;
  const request: FakeRequest = {
    id: `req-${index}`,
    reference: `ML-${String(204_100 + index)}`,
    patient: who,
    title: story.title,
    words: story.words,
    answers: answers(story.answers, false),
    redFlags: answers(story.redFlags ?? [], true),
    photos: (story.photos ?? []).map((title, at) => ({
      id: `photo-${index}-${at}`,
      title,
      sizeBytes: 640_000 + at * 1_460_000,
      takenAt: null,
      onDevice: at === 0,
    })),
    receivedMs,
    route: pick(["NHS App", "practice website", "entered at the desk"], roll()),
    sentBy: story.child && (who.ageYears ?? 99) < 16 ? "mother" : null,
    urgency: index === 21 ? "emergency" : story.urgency,
    intakeUrgency: story.urgency,
    contested: false,
    category: index % 13 === 12 ? "unknown" : story.category,
    owner,
    awaiting,
    awaitingUntilMs: null,
    answered: awaiting && index % 2 === 0,
    heldUntilMs: null,
    closed: index >= open && Number.isFinite(open) ? closedAs(receivedMs, roll) : null,
    withdrawn: index === 45,
    firstOpenedMs: owner.kind === "nobody" ? null : receivedMs + 14 * MINUTE_MS,
    notes: [],
    messages: [],
    events: [],
    earlier: [],
    repeat: null,
    changed: index === 3 ? { atMs: START_MS - 3 * MINUTE_MS, by: "Jo Marsden" } : null,
    unreadable: index === 8 ? ["Questionnaire item 7"] : [],
    version: 1,
  };
  addHistory(request, index);
  return request;
}

function storyFor(index: number, ageYears: number | null): Story {
  const fitting = STORIES.filter((story) => !story.child || (ageYears !== null && ageYears < 16));
  const story = index < STORIES.length ? STORIES[index] : undefined;
  if (story !== undefined && fitting.includes(story)) return story;
  const roll = dice(index + 501);
  const calm = fitting.filter((entry) => entry.urgency !== "urgent-today");
  return pick(roll() < URGENT_SHARE ? fitting : calm, roll());
}

/** Most requests came this morning or over the weekend; in a very long list they reach back over the year. */
function ageMinutes(index: number, open: number, roll: () => number): number {
  if (open > 1000) return 5 + (open - index) * 8 + roll() * 6;
  return index % 3 === 0 ? 900 + roll() * 1500 : 6 + roll() * 130;
}

function nobody(): OwnerView {
  return { kind: "nobody" };
}

function ownerFor(index: number, roll: number): OwnerView {
  if (index < 14 || roll < 0.42) return nobody();
  if (roll < 0.66) return { kind: "team", ...pick(TEAMS, (roll - 0.42) / 0.24) };
  const person = pick(PEOPLE, (roll - 0.66) / 0.34);
  return { kind: "person", id: person.id, name: person.name };
}

function closedAs(receivedMs: number, roll: () => number): FakeRequest["closed"] {
  const [code, label] = pick(
    [
      ["advice", "Advice by message"],
      ["pharmacy", "Community pharmacy"],
      ["fit-note", "Fit note issued"],
    ] as const,
    roll(),
  );
  return {
    code,
    label,
    atMs: Math.min(START_MS, receivedMs + (15 + roll() * 30) * MINUTE_MS),
    by: pick(PEOPLE, roll()).name,
  };
}

function addHistory(request: FakeRequest, index: number): void {
  const at = (minutes: number) => timeView(START_MS - minutes * MINUTE_MS, START_MS);
  if (request.firstOpenedMs !== null) {
    const base = { by: "Carys Evans", opId: null, withdrawn: false };
    const opened = { what: { kind: "first-opened" } as const, ownerName: null };
    request.events.push({ ...base, ...opened, atMs: request.firstOpenedMs });
  }
  if (index % 5 === 0) {
    request.repeat = { ordinal: 2, days: 9 };
    request.earlier = [
      {
        id: `old-${index}`,
        receivedAt: at(9 * 1440),
        words: "Dry cough after a cold",
        closed: true,
        outcome: "Advice by message",
        likeness: null,
      },
      {
        id: `older-${index}`,
        receivedAt: at(180 * 1440),
        words: "Shingles vaccine",
        closed: true,
        outcome: "Nurse or healthcare assistant",
        likeness: null,
      },
    ];
  }
  if (index % 5 === 0 || index % 6 === 1) {
    request.notes.push({ author: "Jo Marsden", at: at(21), text: "Phoned, no answer.", opId: null });
    request.notes.push({ author: "Carys Evans", at: at(10), text: "Asked Dr Rees to look.", opId: null });
  }
  if (request.awaiting) {
    const text = "Thank you. Please tell us how long you have had this and whether it is getting worse.";
    request.messages.push({
      kind: "reply",
      id: `reply-${index}`,
      author: "Dr Anwen Rees",
      at: at(55),
      text,
      delivery: "delivered",
      failure: null,
      channel: "text message",
      mayAnswer: true,
      attachments: [],
      opId: null,
    });
    if (request.answered)
      request.messages.push({
        kind: "patient",
        at: at(12),
        text: "About ten days, and yes, a little worse each day.",
        opId: null,
      });
  }
}
