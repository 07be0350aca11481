import { Button } from "../../components/Button";
import { ariaKeys } from "../../core/commands";
import type { DispositionView } from "../../host/host";
import { replyWords } from "../../words/reply";
import { AfterSending } from "./AfterSending";
import { MayAnswer } from "./MayAnswer";
import type { Composer } from "./useComposer";

type ComposeFootProps = { name: string; composer: Composer; dispositions: readonly DispositionView[] };

/** What happens after sending, the button that does it, and the one that closes whatever was chosen; each names the patient. */
export function ComposeFoot({ name, composer, dispositions }: ComposeFootProps) {
  const { after, off, offSend, mayAnswer } = composer;
  const count = composer.files.attached.length;
  return (
    <div className="compose__foot">
      <AfterSending
        after={after}
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
          off={offSend}
          label={replyWords.sendLabel(after, name, count)}
          chord="Ctrl+Enter"
          ariaKeys={ariaKeys("send")}
          onPress={composer.send}
        >
          {replyWords.send[after]}
        </Button>
        {after !== "close" && (
          <Button
            tall
            off={off}
            label={replyWords.sendLabel("close", name, count)}
            chord="Ctrl+Shift+Enter"
            ariaKeys={ariaKeys("send-close")}
            onPress={composer.sendAndClose}
          >
            {replyWords.send.close}
          </Button>
        )}
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
