/** What is on screen; the open request is closed while others are marked, so that nothing counts it as read. */

import type { SessionView, ViewId } from "../../host/host";
import { useBatch } from "../batch/useBatch";
import type { BatchRun } from "../batch/useBatchRun";
import { useQueue, useSettled } from "../queue/useQueue";
import { useListFocus } from "./useListFocus";
import { useMarks } from "./useMarks";
import { useMoves } from "./useMoves";
import { useOpenRequest } from "./useOpenRequest";
import { useSelection } from "./useSelection";
import { useVerbMenu } from "./useVerbMenu";
import { useVerbs } from "./useVerbs";

type PartsNeed = {
  view: ViewId;
  requestId: string | null;
  session: SessionView;
  search: string;
  writing: boolean;
  batchRun: BatchRun;
  onWriting: (writing: boolean) => void;
  onPane: (pane: "list" | "reader") => void;
  onAnnounce: (text: string) => void;
};

export type TriageParts = ReturnType<typeof useTriageParts>;

/** A pause in typing before the list is searched. */
const SEARCH_PAUSE_MS = 60;

export function useTriageParts(need: PartsNeed) {
  const { view, requestId, session, search: typed, writing, batchRun } = need;
  const { onWriting, onPane, onAnnounce } = need;
  const search = useSettled(typed, SEARCH_PAUSE_MS);
  const queue = useQueue(view, search);
  const listKey = `${view}/${search}`;
  const picked = useSelection(queue, listKey, search === "" ? requestId : null);
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
