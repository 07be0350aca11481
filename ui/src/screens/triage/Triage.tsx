import { type RefObject, useEffect, useEffectEvent, useState } from "react";
import type { AroundUndo } from "../../app/useUndo";
import type { RailView, RequestView, SessionView, StatusView, ViewId } from "../../host/host";
import { BatchPanel } from "../batch/BatchPanel";
import type { BatchRun } from "../batch/useBatchRun";
import type { RowPick } from "../batch/useMarking";
import { MergeScreen } from "../merge/MergeScreen";
import { QueuePane } from "../queue/QueuePane";
import { ReplyScreen } from "../reply/ReplyScreen";
import { Absent } from "./Absent";
import { namesOf } from "./names";
import { OpenReader } from "./OpenReader";
import { useCommit } from "./useCommit";
import { useReaderFocus } from "./useReaderFocus";
import { useReturnAfterUndo } from "./useReturnAfterUndo";
import { useTriageKeys } from "./useTriageKeys";
import { type TriageParts, useTriageParts } from "./useTriageParts";
import type { Verbs } from "./useVerbs";

export type TriageProps = {
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

type Deciding = ReturnType<typeof useCommit>;

/** The list, the open request or the marked ones, and the verbs on them. */
export function Triage(props: TriageProps) {
  const { view, session, status, rail, writing, onPane } = props;
  const parts = useTriageParts(props);
  const { search, queue, openAt, open, verbs, menu, moves, batch, focusCall, focusList } = parts;
  const deciding = useCommit(parts, props.onWriting);
  const { commit } = deciding;

  function showNew(): boolean {
    void queue.refresh().then(focusList);
    return true;
  }

  const file = () => verbs.file(commit);
  useTriageKeys({ ...parts, writing, showNew, file, openMenu: menu.openByKey, onPane });
  useReaderFocus({ pane: props.pane, requestId: open.request?.id ?? null, focusCall });
  useReturnAfterUndo({ ...parts, writing, aroundUndo: props.aroundUndo });
  useReread(props.reread, showNew);
  const choose = useEffectEvent((index: number, how: RowPick) => {
    if (how !== "open") return void batch.pick(index, how);
    moves.to(index);
    onPane("reader");
  });
  const [onSelect] = useState(() => (index: number, how: RowPick) => choose(index, how));

  if (writing && open.request !== null)
    return <FocusMode {...{ session, verbs, deciding }} request={open.request} />;
  return (
    <>
      <QueuePane
        {...{ queue, view, search, rail, status, focusCall }}
        selected={openAt}
        marked={batch.marks.ids}
        staffId={session.staff?.id ?? ""}
        onSelect={onSelect}
        onUnmark={batch.clear}
        onDecideMarked={() => onPane("reader")}
        onShowNew={showNew}
        onClearSearch={props.onClearSearch}
        onSearchAll={props.onSearchAll}
      />
      <BesideList {...{ parts, deciding, session, status, rail, onPane }} />
    </>
  );
}

type FocusModeProps = {
  request: RequestView;
  session: SessionView;
  verbs: Verbs;
  deciding: Deciding;
};

/** One patient and nothing else: a message to them, or their request beside another of theirs. */
function FocusMode({ request, session, verbs, deciding }: FocusModeProps) {
  const { commit, leave } = deciding;
  const focus = { request, names: namesOf(session), notice: verbs.notice, onLeave: leave };
  return verbs.verb === "merge" ? (
    <MergeScreen {...focus} onMerge={commit} />
  ) : (
    <ReplyScreen key={request.id} {...focus} session={session} onSend={commit} />
  );
}

type BesideListProps = Pick<TriageProps, "session" | "status" | "rail" | "onPane"> & {
  parts: TriageParts;
  deciding: Deciding;
};

/** The marked requests while there are any, else the open one, or why none is. */
function BesideList({ parts, deciding, session, status, rail, onPane }: BesideListProps) {
  const { queue, selection, open, verbs, menu, moves, batch } = parts;
  const { request } = open;
  if (batch.marks.active) return <BatchPanel {...{ batch, session, verbs }} />;
  if (request === null) {
    return <Absent id={selection.id} {...{ open, status, rail, verbs }} empty={queue.head?.total === 0} />;
  }
  return (
    <OpenReader
      {...{ request, open, session, status, verbs, menu, onPane }}
      flash={moves.flash}
      onDecide={deciding.commit}
      onRoute={deciding.route}
    />
  );
}

/** Another question was put to the lists meanwhile, and an order is held for one question only. */
function useReread(reread: number, build: () => void): void {
  const [first] = useState(reread);
  const again = useEffectEvent(build);
  useEffect(() => {
    if (reread !== first) again();
  }, [reread, first]);
}
