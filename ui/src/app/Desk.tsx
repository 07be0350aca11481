import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { type Asked, useAsked } from "../host/context";
import type { RailView, SessionView, StatusView } from "../host/host";
import { Attention } from "../screens/attention/Attention";
import { type BatchProgress, useBatchRun } from "../screens/batch/useBatchRun";
import { keptSettings } from "../screens/settings/keptSettings";
import { Settings } from "../screens/settings/Settings";
import { namesOf } from "../screens/triage/names";
import { Triage, type TriageProps } from "../screens/triage/Triage";
import { keepAllTyped } from "../screens/typed/useKeptText";
import { Workload } from "../screens/workload/Workload";
import { batchWords } from "../words/batch";
import { en } from "../words/en";
import { Alerts } from "./Alerts";
import { Overlays } from "./Overlays";
import { type Place, PlaceProvider } from "./place";
import { usePractising } from "./practising";
import { Rail } from "./Rail";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";
import { useDeskKeys } from "./useDeskKeys";
import { useKeepView } from "./useKeepView";
import { useOverlays } from "./useOverlays";
import { useRoute } from "./useRoute";
import { useShowUrgent } from "./useShowUrgent";
import { useSwitchUser } from "./useSwitchUser";
import { type AroundUndo, useUndo } from "./useUndo";

type DeskProps = { session: SessionView };

/** The window once somebody works at it: bars, rail, and the screen of the place they are in. */
export function Desk({ session }: DeskProps) {
  const { status, rail } = useStanding();
  const route = useRoute(session);
  useKeepView(session, route.place, route.search);
  const { place, go, search, searchFor, writing, setWriting, pane, setPane } = route;
  const [said, setSaid] = useState("");
  const over = useOverlays(session.readOnly, go, setSaid);
  const { field, searchAll } = useSearchField(route.searchAll);
  const triage = useRef<AroundUndo | null>(null);
  const batchRun = useBatchRun(session);
  const around: AroundUndo = (id, run) => triage.current?.(id, run) ?? run();
  const { undo, message } = useUndo(status, around, batchRun);
  const searchHere = () => field.current?.focus();
  const practise = useTogglePractice(() => setWriting(false));
  useDeskKeys({ status, go, undo: undo.byKey, open: over.open, search: searchHere, searchAll, practise });

  const alone = writing || (pane === "reader" && !isWide(place));
  const toUrgent = () => go({ kind: "view", view: "urgent" });
  // The urgent ones that nobody has stand on top there; in Urgent they stand among those that somebody has.
  const toUnowned = () => go({ kind: "view", view: "unassigned" });
  const switchUser = useSwitchUser();
  // A notification is of the practice's own queue, whatever is on screen.
  useShowUrgent(writing || session.practising, toUrgent);
  return (
    <PlaceProvider value={{ place, go, search, lookFor: route.lookFor }}>
      <div className={frameOf(place, writing)} data-pane={pane}>
        <TopBar
          session={session}
          status={status}
          search={search}
          searchLabel={searchLabel(place)}
          searchField={field}
          back={alone ? nameOf(place) : null}
          focusMode={writing}
          onSearch={searchFor}
          onClearSearch={route.leaveSearch}
          onLeaveSearch={focusRow}
          onBack={() => (writing ? setWriting(false) : setPane("list"))}
          onUrgent={toUrgent}
          enterOff={over.enterOff}
          onOpen={over.open}
          onPractise={practise}
        />
        <Alerts {...{ session, status, rail }} onSignIn={switchUser} onUnowned={toUnowned} />
        {!writing && <Rail rail={rail} unsaved={keptSettings.has(session.staff?.id ?? "")} />}
        <Screen
          {...{ place, session, status, rail, search, writing, pane, batchRun }}
          reread={over.reread}
          aroundUndo={triage}
          onWriting={setWriting}
          onPane={setPane}
          onClearSearch={route.leaveSearch}
          onSearchAll={searchAll}
          onAnnounce={setSaid}
        />
        <StatusBar
          status={status}
          message={batchRun.undoing === null ? message : takingBack(batchRun.undoing)}
          together={batchRun.togetherWith(status?.lastAction?.opId ?? null)}
          names={namesOf(session)}
          practising={session.practising}
          focusMode={writing}
          onUndo={undo.now}
          onActions={() => over.open("actions")}
          onAttention={() => go({ kind: "attention" })}
        />
        <p className="sr" role="status">
          {said}
        </p>
        <Overlays {...{ over, session, around }} />
      </div>
    </PlaceProvider>
  );
}

/** What the bars and the rail say of the whole desk; null until it is known. */
function useStanding(): { status: StatusView | null; rail: RailView | null } {
  const status = useAsked("status", ["status", "time"], (from) => from.status());
  const rail = useAsked("rail", ["queue", "attention", "time"], (from) => from.rail());
  return { status: answerOf(status.asked), rail: answerOf(rail.asked) };
}

type ScreenProps = { place: Place } & Omit<TriageProps, "view" | "requestId">;

/** A view of requests, each begun afresh, or one of the other places. */
function Screen({ place, ...triage }: ScreenProps) {
  const { session } = triage;
  switch (place.kind) {
    case "view": {
      const { view, requestId = null } = place;
      return <Triage key={`${view}-${requestId ?? ""}`} {...{ view, requestId }} {...triage} />;
    }
    case "attention":
      return <Attention session={session} onPane={triage.onPane} />;
    case "workload":
      return <Workload />;
    case "settings":
      return <Settings key={place.section} session={session} section={place.section ?? "yours"} />;
  }
}

/** What is being typed is kept where it belongs before another queue takes its place. */
function useTogglePractice(stopWriting: () => void): () => void {
  const { toggle } = usePractising();
  return () => {
    void keepAllTyped().then(() => {
      flushSync(stopWriting);
      toggle();
    });
  };
}

/** The search field, and the way into it from wherever there is none yet. */
function useSearchField(widen: () => void) {
  const field = useRef<HTMLInputElement>(null);
  const [call, setCall] = useState(0);
  useEffect(() => {
    if (call === 0) return;
    field.current?.focus();
    field.current?.select();
  }, [call]);

  function searchAll(): void {
    widen();
    setCall((before) => before + 1);
  }

  return { field, searchAll };
}

function takingBack({ done, total }: BatchProgress): string {
  return batchWords.takingBack(done, total);
}

function searchLabel(place: Place): string {
  if (place.kind !== "view") return en.top.searchAll;
  return place.view === "everything" ? en.queue.searchAll : en.top.search;
}

function nameOf(place: Place): string {
  if (place.kind === "view") return en.view[place.view];
  return en[place.kind];
}

/** Without a list at its side. */
function isWide(place: Place): boolean {
  return place.kind === "workload" || place.kind === "settings";
}

function frameOf(place: Place, writing: boolean): string {
  if (writing) return "frame frame--focus";
  if (isWide(place)) return "frame frame--wide";
  return place.kind === "attention" ? "frame frame--attention" : "frame";
}

function focusRow(): void {
  document.querySelector<HTMLElement>(".rows [tabindex='0'], .rows[tabindex='0']")?.focus();
}

function answerOf<T>(asked: Asked<T>): T | null {
  return asked.state === "here" ? asked.value : null;
}
