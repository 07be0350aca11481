import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { startWords } from "../../words/start";

type BrowserSignInProps = { waiting: boolean; onPress: () => void };

/** The provider knows its people: they sign in with it, in their own browser. */
export function BrowserSignIn({ waiting, onPress }: BrowserSignInProps) {
  return (
    <div className="browser">
      <Button kind="primary" tall off={waiting ? startWords.browserWaiting : null} onPress={onPress}>
        {startWords.browser}
      </Button>
      {waiting && (
        <div className="browser__wait" role="status">
          <Icon name="again" />
          <p>
            <b>{startWords.browserWaiting}</b>
            <br />
            <span className="quiet">{startWords.browserHint}</span>
          </p>
        </div>
      )}
    </div>
  );
}
