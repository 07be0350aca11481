import { useRef, useState } from "react";
import { type Asked, useAsked, useHost } from "../host/context";
import type { SessionView, ViewId } from "../host/host";
import { Attention } from "../screens/attention/Attention";
import { useBatchRun } from "../screens/batch/useBatchRun";
import { namesOf } from "../screens/triage/names";
import { Triage } from "../screens/triage/Triage";
import { Workload } from "../screens/workload/Workload";
import { en } from "../words/en";
import { Alerts } from "./Alerts";
import { Help } from "./Help";
import { Palette } from "./Palette";
import { type Place, PlaceProvider } from "./place";
import { Rail } from "./Rail";
import { StatusBar } from "./StatusBar";
import { TopBar } from "./TopBar";
import { useDeskKeys } from "./useDeskKeys";
import { type AroundUndo, useUndo } from "./useUndo";

type DeskProps = { session: SessionView };

/** The window once somebody works at it: bars, rail, and the screen of the place they are in. */
export function Desk({ session }: DeskProps) {
  const host = useHost();
  const status = answerOf(useAsked("status", ["status", "time"], (from) => from.status()).asked);
  const rail = answerOf(useAsked("rail", ["queue", "attention", "time"], (from) => from.rail()).asked);
  const { place, go, search, searchFor, writing, setWriting, pane, setPane } = useRoute(session);
  const [over, setOver] = useState<"help" | "palette" | null>(null);
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const triage = useRef<AroundUndo | null>(null);
  const batchRun = useBatchRun(session);
  const { undo, message } = useUndo(status, (id, run) => triage.current?.(id, run) ?? run());
  const showHelp = () => setOver("help");
  const showPalette = () => setOver("palette");
  const keys = { help: showHelp, palette: showPalette, search: () => field.current?.focus() };
  useDeskKeys({ status, go, undo: undo.byKey, ...keys });

  const alone = writing || (pane === "reader" && place.kind !== "workload");
  const switchUser = () => void host.switchUser().catch(() => undefined);
  return (
    <PlaceProvider value={{ place, go }}>
      <div className={frameOf(place, writing)} data-pane={pane}>
        <TopBar
          session={session}
          status={status}
          search={search}
          searchLabel={place.kind === "view" ? en.top.search : en.top.searchAll}
          searchField={field}
          back={alone ? nameOf(place) : null}
          focusMode={writing}
          onSearch={searchFor}
          onLeaveSearch={focusRow}
          onBack={() => (writing ? setWriting(false) : setPane("list"))}
          onUrgent={() => go({ kind: "view", view: "urgent" })}
          onHelp={showHelp}
          onPalette={showPalette}
        />
        <Alerts session={session} status={status} onSignIn={switchUser} />
        {!writing && <Rail rail={rail} />}
        {place.kind === "view" && (
          <Triage
            key={`${place.view}-${place.requestId ?? ""}`}
            view={place.view}
            requestId={place.requestId ?? null}
            {...{ session, status, rail, search, writing, batchRun }}
            aroundUndo={triage}
            onWriting={setWriting}
            onPane={setPane}
            onSearch={searchFor}
            onAnnounce={setSaid}
          />
        )}
        {place.kind === "attention" && <Attention session={session} onPane={setPane} />}
        {place.kind === "workload" && <Workload />}
        <StatusBar
          {...{ status, message }}
          names={namesOf(session)}
          focusMode={writing}
          onUndo={undo.now}
          onAttention={() => go({ kind: "attention" })}
        />
        <p className="sr" role="status">
          {said}
        </p>
        {over === "help" && <Help onClose={() => setOver(null)} />}
        {over === "palette" && <Palette onClose={() => setOver(null)} />}
      </div>
    </PlaceProvider>
  );
}

/** Where in the desk the person is; nothing here is known to Rust. */
function useRoute(session: SessionView) {
  const [place, setPlace] = useState<Place>(() => firstPlace(session.firstView));
  const [search, setSearch] = useState("");
  const [writing, setWriting] = useState(false);
  const [pane, setPane] = useState<"list" | "reader">("list");

  function go(next: Place): void {
    setPlace(next);
    setSearch("");
    setWriting(false);
    setPane(next.kind === "view" && next.requestId !== undefined ? "reader" : "list");
  }

  /** Searching where there is no list searches all that is open. */
  function searchFor(words: string): void {
    if (place.kind !== "view") go({ kind: "view", view: "all-open" });
    setSearch(words);
  }

  return { place, go, search, searchFor, writing, setWriting, pane, setPane };
}

function firstPlace(firstView: ViewId | "workload"): Place {
  return firstView === "workload" ? { kind: "workload" } : { kind: "view", view: firstView };
}

function nameOf(place: Place): string {
  if (place.kind === "view") return en.view[place.view];
  return place.kind === "attention" ? en.attention : en.workload;
}

function frameOf(place: Place, writing: boolean): string {
  if (writing) return "frame frame--focus";
  if (place.kind === "workload") return "frame frame--wide";
  return place.kind === "attention" ? "frame frame--attention" : "frame";
}

function focusRow(): void {
  document.querySelector<HTMLElement>(".rows [tabindex='0'], .rows[tabindex='0']")?.focus();
}

function answerOf<T>(asked: Asked<T>): T | null {
  return asked.state === "here" ? asked.value : null;
}
