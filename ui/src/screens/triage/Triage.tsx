import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from "react";
import type { AroundUndo } from "../../app/useUndo";
import type { DecisionForm, RailView, SessionView, StatusView, ViewId } from "../../host/host";
import { BatchPanel } from "../batch/BatchPanel";
import { useBatch } from "../batch/useBatch";
import type { BatchRun } from "../batch/useBatchRun";
import type { RowPick } from "../batch/useMarking";
import { keepWords } from "../decide/keptNotes";
import { MergeScreen } from "../merge/MergeScreen";
import { QueuePane } from "../queue/QueuePane";
import { type Queue, useQueue, useSettled } from "../queue/useQueue";
import { ReplyScreen } from "../reply/ReplyScreen";
import { Absent } from "./Absent";
import { namesOf } from "./names";
import { OpenReader } from "./OpenReader";
import { useDecide } from "./useDecide";
import { useMarks } from "./useMarks";
import { type Moves, useMoves } from "./useMoves";
import { type OpenRequest, useOpenRequest } from "./useOpenRequest";
import { useReaderFocus } from "./useReaderFocus";
import { useSelection } from "./useSelection";
import { useTriageKeys } from "./useTriageKeys";
import { useVerbMenu } from "./useVerbMenu";
import { useVerbs } from "./useVerbs";

type TriageProps = {
  view: ViewId;
  requestId: string | null;
  session: SessionView;
  status: StatusView | null;
  rail: RailView | null;
  search: string;
  writing: boolean;
  /** Which of list and request is on screen where only one has room. */
  pane: "list" | "reader";
  batchRun: BatchRun;
  /** Changes when the list has to be built again. */
  reread: number;
  /** Filled here: what an undo goes through while this list is on screen. */
  aroundUndo: RefObject<AroundUndo | null>;
  onWriting: (writing: boolean) => void;
  onPane: (pane: "list" | "reader") => void;
  onClearSearch: () => void;
  onSearchAll: () => void;
  onAnnounce: (text: string) => void;
};

/** A pause in typing before the list is searched. */
const SEARCH_PAUSE_MS = 120;

/** Decisions after which the request is somebody's, later, or nobody's any more: the next one opens. */
const ADVANCING: readonly DecisionForm["kind"][] = ["assign", "close", "reply", "hold", "merge"];

/** The list, the open request or the marked ones, and the verbs on them. */
export function Triage(props: TriageProps) {
  const { view, session, status, rail, writing, onWriting, onPane } = props;
  const { search, queue, selection, openAt, open, verbs, menu, moves, batch, focusCall, focusList } =
    useParts(props);
  const { decide, follow } = useDecide(open, verbs.setNotice);

  async function commit(decision: DecisionForm) {
    // What is compared stays on screen until it is saved.
    if (decision.kind !== "merge") verbs.setVerb(null);
    const { request: about } = open;
    const saved = await decide(decision);
    if (!saved && about !== null) keepWords(about.id, decision);
    if (saved) {
      verbs.setVerb(null);
      onWriting(false);
      if (ADVANCING.includes(decision.kind)) moves.advance(selection.index, selection.id);
    }
    focusList();
  }

  async function route(id: string) {
    verbs.setVerb(null);
    if (await follow(id)) moves.advance(selection.index, selection.id);
    focusList();
  }
  function showNew(): boolean {
    void queue.refresh().then(focusList);
    return true;
  }

  const file = () => verbs.file(commit);
  useTriageKeys({
    writing,
    open,
    verbs,
    batch,
    moves,
    showNew,
    file,
    openMenu: menu.openByKey,
    focusList,
    onPane,
  });
  useReaderFocus({ pane: props.pane, requestId: open.request?.id ?? null, focusCall });
  useReturnAfterUndo(props, open, queue, moves);
  useReread(props.reread, showNew);
  const choose = useEffectEvent((index: number, how: RowPick) => {
    if (how !== "open") return void batch.pick(index, how);
    moves.to(index);
    onPane("reader");
  });
  const [onSelect] = useState(() => (index: number, how: RowPick) => choose(index, how));

  function leave() {
    verbs.setVerb(null);
    onWriting(false);
    focusList();
  }

  if (writing && open.request !== null) {
    const focus = { request: open.request, names: namesOf(session), notice: verbs.notice, onLeave: leave };
    return verbs.verb === "merge" ? (
      <MergeScreen {...focus} onMerge={commit} />
    ) : (
      <ReplyScreen {...focus} session={session} onSend={commit} />
    );
  }
  const { request } = open;
  return (
    <>
      <QueuePane
        {...{ queue, view, search, rail, status, focusCall }}
        selected={openAt}
        marked={batch.marks.ids}
        staffId={session.staff?.id ?? ""}
        onSelect={onSelect}
        onShowNew={showNew}
        onClearSearch={props.onClearSearch}
        onSearchAll={props.onSearchAll}
      />
      {batch.marks.active ? (
        <BatchPanel {...{ batch, session, verbs }} />
      ) : request === null ? (
        <Absent id={selection.id} {...{ open, status, rail, verbs }} empty={queue.head?.total === 0} />
      ) : (
        <OpenReader
          {...{ request, open, session, status, verbs, menu, onPane }}
          flash={moves.flash}
          onDecide={commit}
          onRoute={route}
        />
      )}
    </>
  );
}

/** What is on screen; the open request is closed while others are marked, so that nothing counts it as read. */
function useParts({
  view,
  session,
  batchRun,
  writing,
  onWriting,
  onPane,
  onAnnounce,
  ...props
}: TriageProps) {
  const search = useSettled(props.search, SEARCH_PAUSE_MS);
  const queue = useQueue(view, search);
  const listKey = `${view}/${search}`;
  const picked = useSelection(queue, listKey, search === "" ? props.requestId : null);
  const { selection, openAt } = picked;
  const marks = useMarks(queue, listKey, selection);
  const open = useOpenRequest(marks.active ? null : selection.id, selection.chosen);
  const { focusCall, focusList } = useListFocus(queue.head !== null);
  const { report, setReport: onReport } = batchRun;
  const verbs = useVerbs({ open, session, report, onReport, onWriting, focusList });
  const menu = useVerbMenu({
    writing,
    selectedId: selection.id,
    onRow: (index) => moves.to(index),
    onOpen: () => verbs.setVerb(null),
    focusList,
  });
  const onMove = () => {
    verbs.setNotice(null);
    menu.forget();
  };
  const moves = useMoves({ queue, picked, focusList, onPane, onAnnounce, onMove });
  const shared = { session, batchRun, focusList, onPane, onAnnounce };
  const batch = useBatch({ ...shared, marks, selected: selection.index, moves, open, verbs });
  return { search, queue, selection, openAt, open, verbs, menu, moves, batch, focusCall, focusList };
}

/** An undo leads back to its request when that is in this list. */
function useReturnAfterUndo(
  { aroundUndo, writing }: TriageProps,
  open: OpenRequest,
  queue: Queue,
  moves: Moves,
): void {
  const around = useEffectEvent<AroundUndo>(async (id, run) => {
    await open.expecting(run);
    const index = queue.indexOf(id);
    if (index !== -1 && !writing) moves.to(index);
  });
  useEffect(() => {
    aroundUndo.current = (id, run) => around(id, run);
    return () => {
      aroundUndo.current = null;
    };
  }, [aroundUndo]);
}

/** Another question was put to the lists meanwhile, and an order is held for one question only. */
function useReread(reread: number, build: () => void): void {
  const [first] = useState(reread);
  const again = useEffectEvent(build);
  useEffect(() => {
    if (reread !== first) again();
  }, [reread, first]);
}

/** Gives the list the focus when asked to, and when it opens, unless somebody is typing. */
function useListFocus(ready: boolean) {
  const [focusCall, setFocusCall] = useState(0);
  const focusList = useCallback(() => {
    // What lies over the desk keeps the focus until it is closed.
    if (document.querySelector("[aria-modal='true']") === null) setFocusCall((call) => call + 1);
  }, []);
  useEffect(() => {
    const typing = document.activeElement instanceof HTMLInputElement;
    if (ready && !typing) focusList();
  }, [ready, focusList]);
  return { focusCall, focusList };
}
