import { type RefObject, useCallback, useEffect, useEffectEvent, useState } from "react";
import type { AroundUndo } from "../../app/useUndo";
import type { DecisionForm, RailView, SessionView, StatusView, ViewId } from "../../host/host";
import { QueuePane } from "../queue/QueuePane";
import { type Queue, useQueue, useSettled } from "../queue/useQueue";
import { ReplyScreen } from "../reply/ReplyScreen";
import { Absent } from "./Absent";
import { namesOf } from "./names";
import { OpenReader } from "./OpenReader";
import { useDecide } from "./useDecide";
import { type Moves, useMoves } from "./useMoves";
import { type OpenRequest, useOpenRequest } from "./useOpenRequest";
import { useSelection } from "./useSelection";
import { useTriageKeys } from "./useTriageKeys";
import { useVerbs } from "./useVerbs";

type TriageProps = {
  view: ViewId;
  requestId: string | null;
  session: SessionView;
  status: StatusView | null;
  rail: RailView | null;
  search: string;
  writing: boolean;
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

/** Decisions after which the request is somebody's, or nobody's any more: the next one opens. */
const ADVANCING: readonly DecisionForm["kind"][] = ["assign", "close", "reply"];

/** The list, the open request and the verbs on it. */
export function Triage(props: TriageProps) {
  const { view, session, status, rail, writing, onWriting, onPane, onAnnounce } = props;
  const search = useSettled(props.search, SEARCH_PAUSE_MS);
  const queue = useQueue(view, search);
  const picked = useSelection(queue, `${view}/${search}`, search === "" ? props.requestId : null);
  const { selection } = picked;
  const open = useOpenRequest(selection.id, selection.chosen);
  const { focusCall, focusList } = useListFocus(queue.head !== null);
  const verbs = useVerbs({ open, session, onWriting, focusList });
  const onMove = () => verbs.setNotice(null);
  const moves = useMoves({ queue, picked, focusList, onPane, onAnnounce, onMove });
  const decide = useDecide(open, verbs.setNotice);

  async function commit(decision: DecisionForm) {
    verbs.setVerb(null);
    if (await decide(decision)) {
      onWriting(false);
      if (ADVANCING.includes(decision.kind)) moves.advance(selection.index, selection.id);
    }
    focusList();
  }

  function showNew(): boolean {
    void queue.refresh().then(focusList);
    return true;
  }

  useTriageKeys({ writing, open, verbs, moves, showNew, focusList, onPane });
  useReturnAfterUndo(props, open, queue, moves);
  useReread(props.reread, showNew);
  const choose = useEffectEvent((index: number) => {
    moves.to(index);
    onPane("reader");
  });
  const [onSelect] = useState(() => (index: number) => choose(index));

  if (writing && open.request !== null) {
    return (
      <ReplyScreen
        {...{ session, names: namesOf(session) }}
        request={open.request}
        notice={verbs.notice}
        onSend={commit}
        onLeave={() => {
          onWriting(false);
          focusList();
        }}
      />
    );
  }
  const { request } = open;
  return (
    <>
      <QueuePane
        {...{ queue, view, search, rail, status }}
        selected={selection.index}
        focusCall={focusCall}
        onSelect={onSelect}
        onShowNew={showNew}
        onClearSearch={props.onClearSearch}
        onSearchAll={props.onSearchAll}
      />
      {request === null ? (
        <Absent id={selection.id} {...{ open, status, rail }} empty={queue.head?.total === 0} />
      ) : (
        <OpenReader {...{ request, open, session, status, verbs }} flash={moves.flash} onDecide={commit} />
      )}
    </>
  );
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
  const focusList = useCallback(() => setFocusCall((call) => call + 1), []);
  useEffect(() => {
    const typing = document.activeElement instanceof HTMLInputElement;
    if (ready && !typing) focusList();
  }, [ready, focusList]);
  return { focusCall, focusList };
}
