/** A whole practice in memory: for tests, and for opening the window's pages in a plain browser with `?fake`. */

import type {
  AttachForm,
  ChangedEvent,
  CommandError,
  CopyForm,
  DecidedView,
  DecideForm,
  DetachForm,
  EnteredView,
  EnterForm,
  ExportedView,
  IdForm,
  ImportForm,
  KeepTypedForm,
  MinutesForm,
  OutageListView,
  Phase,
  PlaceView,
  QueueForm,
  QueueView,
  RailView,
  RequestView,
  ResolveForm,
  RouteRequestForm,
  SaveDraftForm,
  SessionView,
  SetupForm,
  SetupView,
  StatusView,
  Topic,
  TrainingView,
  TypedForm,
  WritingForm,
} from "./bindings";
import { attentionView, resolveConflict } from "./fake/attention";
import { applyDecision, refuse, undoDecision } from "./fake/decisions";
import {
  actionsView,
  copied,
  minutesView,
  runningMinutes,
  startMinutes,
  startWriting,
  stopWriting,
} from "./fake/desk";
import { attach, detach, draftView, saveDraft } from "./fake/drafts";
import { exported, keepPlace, keepTyped, reportView, typedView } from "./fake/kept";
import { Listeners } from "./fake/listeners";
import { enterRequest, holdTimes, outageListView } from "./fake/more";
import { fakePhoto } from "./fake/photo";
import { PEOPLE } from "./fake/practice";
import { FakeReaderWindow } from "./fake/readerWindow";
import { exportSetup, importSetup, routeRequest, saveSetup, setupView } from "./fake/setup";
import { isOnline, type Setup, sessionView, statusView } from "./fake/status";
import { arrive, sendDue } from "./fake/time";
import { noteDone, startTraining, TRAINING_PRACTICE, type Training, trainingView } from "./fake/training";
import { addTroubles } from "./fake/troubles";
import { addTwins } from "./fake/twins";
import { belongs, isUrgent, orderOf, railView, requestView, rowView, workloadView } from "./fake/views";
import { addWaits } from "./fake/waiting";
import { buildWorld, type FakeRequest, MINUTE_MS, timeView, type World } from "./fake/world";
import type { Host } from "./host";

export type FakeOptions = Setup & {
  /** Open requests to begin with. */
  size?: number;
  /** Who is at the desk; nobody shows the staff chooser. */
  staffId?: string;
  phase?: Phase;
  offlineMinutes?: number;
  troubles?: boolean;
  twins?: boolean;
};

type Order = { key: string; ids: string[]; urgent: number; builtMs: number };

/** Open requests in a practice when nobody says otherwise. */
const DEFAULT_SIZE = 64;

export class FakeHost implements Host {
  /** What the last export wrote. */
  exported = "";
  /** The real practice, or the invented one while somebody practises. */
  world: World;
  #training: Training | null = null;
  #before: { world: World; phase: Phase } | null = null;
  readonly #setup: Setup;
  readonly #reader = new FakeReaderWindow({ open: false, requestId: null }, (topics) => this.#emit(topics));
  readonly #changed = new Listeners<ChangedEvent>();
  readonly onChanged = this.#changed.on;
  /** Told when a notification of urgent requests is clicked. */
  readonly notification = new Listeners<void>();
  readonly onShowUrgent = this.notification.on;
  #phase: Phase;
  #order: Order | null = null;
  #failure: CommandError | null = null;

  constructor(options: FakeOptions = {}) {
    this.world = buildWorld(options.size ?? DEFAULT_SIZE);
    addWaits(this.world.requests);
    this.#setup = options;
    this.world.staff = PEOPLE.find((person) => person.id === options.staffId) ?? null;
    this.#phase = options.phase ?? (this.world.staff === null ? "choose-staff" : "ready");
    if (options.troubles) addTroubles(this.world);
    if (options.twins) addTwins(this.world);
    if (options.offlineMinutes !== undefined) {
      this.world.offlineSinceMs = this.world.nowMs - options.offlineMinutes * MINUTE_MS;
      this.world.lastSyncMs = this.world.offlineSinceMs;
    }
  }

  /** Lets time pass: held replies go, requests arrive, clocks move on. */
  advance(ms: number): void {
    const minute = Math.floor(this.world.nowMs / MINUTE_MS);
    this.world.nowMs += ms;
    const newMinute = Math.floor(this.world.nowMs / MINUTE_MS) !== minute;
    const sent = sendDue(this.world);
    if (isOnline(this.world) && newMinute) this.world.lastSyncMs = this.world.nowMs;
    if (sent.length > 0) this.#emit(["queue", "request", "status", "attention"], sent);
    if (arrive(this.world)) this.#emit(["queue", "status"]);
    this.#emit(newMinute ? ["time", "status"] : ["status"]);
  }

  /** Somebody else changes a request. */
  elsewhere(requestId: string, change: (request: FakeRequest) => void): void {
    const request = this.world.requests.get(requestId);
    if (request === undefined) return;
    change(request);
    request.version += 1;
    this.#emit(["queue", "request", "status"], [requestId]);
  }

  /** The next thing to be saved is refused with this error. */
  failNext(error: CommandError): void {
    this.#failure = error;
  }

  toggleReaderWindow = async () => this.#reader.toggle();
  readerWindow = async () => this.#reader.view();
  showInReader = async ({ id }: IdForm) => this.#reader.show(id);

  async session(): Promise<SessionView> {
    const session = sessionView(this.world, this.#phase, this.#setup);
    if (this.#training === null) return session;
    return { ...session, practising: true, practice: TRAINING_PRACTICE, keyInFile: false };
  }

  async connect({ server }: { server: string }): Promise<SessionView> {
    const invalid = (problem: string) => refuse({ kind: "invalid", field: "server", problem });
    if (!/^https?:\/\/\S+$/.test(server)) throw invalid("not-an-address");
    if (server.startsWith("http:")) throw invalid("not-private");
    if (server.includes("another")) throw invalid("other-provider");
    if (server.includes("empty")) throw invalid("no-practice");
    if (server.includes("nowhere")) throw refuse({ kind: "unreachable" });
    if (server.includes("other")) throw refuse({ kind: "not-a-provider" });
    this.#phase = "choose-staff";
    this.#emit(["session"]);
    return this.session();
  }

  async signIn({ staffId }: { staffId: string }): Promise<SessionView> {
    const staff = PEOPLE.find((person) => person.id === staffId);
    if (staff === undefined) throw refuse({ kind: "not-found" });
    this.world.staff = staff;
    this.#phase = "ready";
    this.#order = null;
    this.#emit(["session", "queue", "status"]);
    return this.session();
  }

  async signInWithBrowser(): Promise<SessionView> {
    if (!isOnline(this.world)) throw refuse({ kind: "unreachable" });
    await this.#setup.browser?.();
    const [staff] = PEOPLE;
    if (staff === undefined) throw refuse({ kind: "not-found" });
    return this.signIn({ staffId: staff.id });
  }

  async switchUser(): Promise<SessionView> {
    this.world.staff = null;
    this.#phase = "choose-staff";
    this.#reader.show(null);
    this.#emit(["session"]);
    return this.session();
  }

  async rail(): Promise<RailView> {
    return railView(this.world);
  }

  async queue(form: QueueForm): Promise<QueueView> {
    const order = this.#orderFor(form);
    const known = new Set(order.ids);
    const arrivals = [...this.world.requests.values()].filter(
      (request) =>
        form.search === "" &&
        request.receivedMs > order.builtMs &&
        !known.has(request.id) &&
        belongs(this.world, request, form.view),
    );
    return {
      view: form.view,
      total: order.ids.length,
      urgent: order.urgent,
      offset: form.offset,
      rows: order.ids.slice(form.offset, form.offset + form.limit).flatMap((id) => {
        const request = this.world.requests.get(id);
        return request === undefined ? [] : [rowView(this.world, request, form.view)];
      }),
      asAt: timeView(this.world.lastSyncMs, this.world.nowMs),
      arrivals: arrivals.length,
      urgentArrivals: arrivals.filter(isUrgent).length,
      arrivalsSince: arrivals.length === 0 ? null : timeView(order.builtMs, this.world.nowMs),
    };
  }

  async request({ id }: { id: string }): Promise<RequestView> {
    return requestView(this.world, this.#find(id));
  }

  async photo({ id }: { id: string }): Promise<ArrayBuffer> {
    const photos = [...this.world.requests.values()].flatMap((request) => request.photos);
    if (photos.find((entry) => entry.id === id)?.onDevice !== true) throw refuse({ kind: "not-on-device" });
    return fakePhoto();
  }

  async decide(form: DecideForm): Promise<DecidedView> {
    if (form.decision.kind !== "first-opened") this.#failIfAsked();
    applyDecision(this.world, form);
    this.#emit(["queue", "request", "status", "attention"], [form.requestId]);
    return { opId: form.opId };
  }

  async routeRequest(form: RouteRequestForm): Promise<DecidedView> {
    this.#failIfAsked();
    const opId = routeRequest(this.world, form);
    this.#emit(["queue", "request", "status", "attention"], [form.requestId]);
    return { opId };
  }

  async setup(): Promise<SetupView> {
    return setupView(this.world);
  }

  async saveSetup(form: SetupForm): Promise<SetupView> {
    this.#failIfAsked();
    saveSetup(this.world, form);
    this.#emit(["setup", "session"]);
    return this.setup();
  }

  async exportSetup(): Promise<ExportedView> {
    this.#failIfAsked();
    this.exported = exportSetup(this.world);
    return exported("Triage Desk setup.json");
  }

  async importSetup({ text }: ImportForm): Promise<SetupView> {
    this.#failIfAsked();
    importSetup(this.world, text);
    this.#emit(["setup", "session"]);
    return this.setup();
  }

  async enter(form: EnterForm): Promise<EnteredView> {
    enterRequest(this.world, form);
    this.#emit(["queue", "status"], [form.requestId]);
    return { requestId: form.requestId };
  }

  async outageList({ reason }: { reason: string }): Promise<OutageListView> {
    if (reason.trim() === "") throw refuse({ kind: "blocked", why: "reason-needed" });
    return outageListView(this.world);
  }

  async undo({ opId, target }: { opId: string; target: string }): Promise<DecidedView> {
    if (this.#training !== null) {
      noteDone(this.#training);
      this.#training.done.add("undo");
    }
    undoDecision(this.world, opId, target);
    this.#emit(["queue", "request", "status", "attention"]);
    return { opId };
  }

  async status(): Promise<StatusView> {
    return statusView(this.world, this.#setup);
  }

  async setWorkOffline({ offline }: { offline: boolean }): Promise<StatusView> {
    if (this.#training !== null) return this.status();
    this.world.workOffline = offline;
    this.world.offlineSinceMs = offline ? this.world.nowMs : null;
    if (!offline) this.world.lastSyncMs = this.world.nowMs;
    this.#emit(["status", "queue", "request", "attention"], sendDue(this.world));
    return this.status();
  }

  async syncNow(): Promise<null> {
    if (isOnline(this.world)) this.world.lastSyncMs = this.world.nowMs;
    this.#emit(["status", "queue"]);
    return null;
  }

  async resolve(form: ResolveForm): Promise<null> {
    const requestId = resolveConflict(this.world, form);
    this.#emit(["attention", "queue", "request", "status"], [requestId]);
    return null;
  }

  typed = async (form: TypedForm) => typedView(this.world, form);
  keepTyped = async (form: KeepTypedForm) => keepTyped(this.world, form);
  keepPlace = async (form: PlaceView) => keepPlace(this.world, form);
  report = async () => reportView(this.world, this.#phase);
  copyReport = async () => reportView(this.world, this.#phase);
  exportWorkload = async () => exported("Triage Desk workload.csv");
  draft = async ({ requestId }: { requestId: string }) => draftView(this.world, requestId);
  saveDraft = async (form: SaveDraftForm) => saveDraft(this.world, form);
  attach = async (form: AttachForm) => attach(this.world, form);
  detach = async (form: DetachForm) => detach(this.world, form);
  holdTimes = async () => holdTimes(this.world);
  workload = async () => workloadView(this.world);
  attention = async () => attentionView(this.world);
  windowFocus = async () => null;
  copy = async (form: CopyForm) => copied(this.world, form);
  actions = async () => actionsView(this.world);
  minutes = async () => minutesView(this.world);
  startWriting = async (form: WritingForm) => this.#told(startWriting(this.world, form));
  stopWriting = async (form: WritingForm) => this.#told(stopWriting(this.world, form));
  startMinutes = async ({ minutes }: MinutesForm) => this.#told(startMinutes(this.world, minutes));
  resumeMinutes = async () => this.#told(runningMinutes(this.world, true));
  stopMinutes = async () => this.#told(runningMinutes(this.world, false));

  async startPractising(): Promise<SessionView> {
    if (this.#training === null) {
      this.#before = { world: this.world, phase: this.#phase };
      this.#training = startTraining(this.world.staff?.role ?? "receptionist");
      this.#show(this.#training.world, "ready");
    }
    return this.session();
  }

  async stopPractising(): Promise<SessionView> {
    this.#training = null;
    if (this.#before !== null) this.#show(this.#before.world, this.#before.phase);
    this.#before = null;
    return this.session();
  }

  async training(): Promise<TrainingView | null> {
    if (this.#training === null || this.#before === null) return null;
    noteDone(this.#training);
    return trainingView(this.#training, this.#before.world);
  }

  #show(world: World, phase: Phase): void {
    this.world = world;
    this.#phase = phase;
    this.#order = null;
    this.#reader.show(null);
    this.#emit(["session", "queue", "request", "status", "attention", "workload"]);
  }

  #emit(topics: Topic[], requestIds: string[] = []): void {
    this.#changed.tell({ topics, requestIds });
  }

  #told<T>(answer: T): T {
    this.#emit(["queue", "request", "status"]);
    return answer;
  }

  #failIfAsked(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw refuse(failure);
  }

  #find(id: string): FakeRequest {
    const request = this.world.requests.get(id);
    if (request === undefined) throw refuse({ kind: "not-found" });
    return request;
  }

  #orderFor(form: QueueForm): Order {
    const key = `${form.view}/${form.search}`;
    if (!form.refresh && this.#order?.key === key) return this.#order;
    const ids = orderOf(this.world, form);
    const plain = form.view === "done-today" || form.view === "held" || form.view === "everything";
    const urgent = plain ? 0 : ids.filter((id) => isUrgent(this.#find(id))).length;
    this.#order = { key, ids, urgent, builtMs: this.world.nowMs };
    return this.#order;
  }
}
