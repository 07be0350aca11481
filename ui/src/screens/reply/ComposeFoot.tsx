import { Button } from "../../components/Button";
import { ariaKeys } from "../../core/commands";
import type { DispositionView } from "../../host/host";
import { replyWords } from "../../words/reply";
import { AfterSending } from "./AfterSending";
import { MayAnswer } from "./MayAnswer";
import type { Composer } from "./useComposer";

type ComposeFootProps = { name: string; composer: Composer; dispositions: readonly DispositionView[] };

/** What happens after sending, and the two ways to send; each names the patient. */
export function ComposeFoot({ name, composer, dispositions }: ComposeFootProps) {
  const { off, offSend, mayAnswer } = composer;
  const count = composer.files.attached.length;
  return (
    <div className="compose__foot">
      <AfterSending
        after={composer.after}
        wait={composer.wait}
        outcome={composer.outcome}
        dispositions={dispositions}
        onAfter={composer.setAfter}
        onOutcome={composer.setOutcome}
      />
      <MayAnswer choice={mayAnswer} />
      <div className="compose__send">
        <Button
          kind="primary"
          tall
          off={off}
          label={replyWords.sendCloseLabel(name, count)}
          chord="Ctrl+Shift+Enter"
          ariaKeys={ariaKeys("send-close")}
          onPress={composer.sendAndClose}
        >
          {replyWords.sendClose}
        </Button>
        <Button
          tall
          off={offSend}
          label={replyWords.sendLabel(name, count)}
          chord="Ctrl+Enter"
          ariaKeys={ariaKeys("send")}
          onPress={composer.send}
        >
          {replyWords.send}
        </Button>
        <span className="spacer" />
        <span className="meta">
          {count > 0 && (
            <>
              <b>{replyWords.goesWith(name, count)}</b>{" "}
            </>
          )}
          {offSend ?? replyWords.held}
        </span>
      </div>
    </div>
  );
}
