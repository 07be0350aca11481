import { useState } from "react";
import { useKeyRouter } from "../../app/keys";
import { Button } from "../../components/Button";
import { commandLabel } from "../../core/commands";
import type { SessionView } from "../../host/host";
import { blockedWords, startWords } from "../../words/start";
import { StartFrame } from "./StartFrame";

type BlockedProps = { session: SessionView; onAgain: () => Promise<void> };

/** Nothing can be opened: what happened, what is safe, what to do. Nothing is ever deleted here. */
export function Blocked({ session, onAgain }: BlockedProps) {
  const router = useKeyRouter();
  const [busy, setBusy] = useState(false);
  const words = blockedWords[session.blocked ?? "store-damaged"];
  return (
    <StartFrame practice={session.practice} title={words.title} version={session.version} busy={busy}>
      <div role="alert">
        <dl className="facts-list">
          <div>
            <dt>{startWords.what}</dt>
            <dd>{words.what}</dd>
          </div>
          <div>
            <dt>{startWords.safe}</dt>
            <dd>{words.safe}</dd>
          </div>
          <div>
            <dt>{startWords.todo}</dt>
            <dd>{words.todo}</dd>
          </div>
        </dl>
      </div>
      <div className="popover__buttons">
        <Button
          kind="primary"
          tall
          onPress={() => {
            setBusy(true);
            void onAgain().finally(() => setBusy(false));
          }}
        >
          {startWords.tryAgain}
        </Button>
        <Button tall icon="note" popup="dialog" onPress={() => router.run("report")}>
          {commandLabel("report")}
        </Button>
        <span className="quiet">{startWords.code(words.code)}</span>
      </div>
    </StartFrame>
  );
}
