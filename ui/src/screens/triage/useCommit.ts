/** Carries a decision out and goes on from it: what was written is kept where it failed, and the next request opens. */

import { useHost } from "../../host/context";
import type { DecisionForm } from "../../host/host";
import { forgetWords, keepWords } from "../decide/keptNotes";
import { useDecide } from "./useDecide";
import type { TriageParts } from "./useTriageParts";

/** Decisions after which the request is somebody's, later, or nobody's any more: the next one opens. */
const ADVANCING: readonly DecisionForm["kind"][] = ["assign", "close", "reply", "hold", "merge"];

export function useCommit(parts: TriageParts, onWriting: (writing: boolean) => void) {
  const { open, verbs, moves, selection, focusList } = parts;
  const host = useHost();
  const { decide, follow } = useDecide(open, verbs.setNotice);

  async function commit(decision: DecisionForm): Promise<void> {
    // What is compared stays on screen until it is saved.
    if (decision.kind !== "merge") verbs.setVerb(null);
    const { request: about } = open;
    const advances = ADVANCING.includes(decision.kind);
    const saved = await decide(decision, advances ? open.leaving : open.expecting);
    if (about !== null) (saved ? forgetWords : keepWords)(host, about.id, decision);
    if (saved) {
      verbs.setVerb(null);
      onWriting(false);
      if (advances) moves.advance(selection.index, selection.id);
    }
    focusList();
  }

  async function route(id: string): Promise<void> {
    verbs.setVerb(null);
    if (await follow(id)) moves.advance(selection.index, selection.id);
    focusList();
  }

  function leave(): void {
    verbs.setVerb(null);
    onWriting(false);
    focusList();
  }

  return { commit, route, leave };
}
