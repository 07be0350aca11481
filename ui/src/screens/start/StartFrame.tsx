import { type ReactNode, useState } from "react";
import { HelpButton } from "../../app/HelpButton";
import { type HelpDialog, HelpDialogs } from "../../app/HelpDialogs";
import { useCommands } from "../../app/keys";
import { Icon } from "../../components/Icon";
import { en } from "../../words/en";
import { startWords } from "../../words/start";

type StartFrameProps = {
  practice: string | null;
  title: string;
  busy?: boolean;
  keyInFile?: boolean;
  version?: string;
  /** A window beside the main one, which has the help. */
  alone?: boolean;
  children?: ReactNode;
};

/** The window before the desk opens: no patient is on it. */
export function StartFrame({
  practice,
  title,
  busy = false,
  keyInFile = false,
  version,
  alone = false,
  children,
}: StartFrameProps) {
  const [shown, setShown] = useState<HelpDialog | null>(null);
  useCommands(alone ? null : "window", (id) => {
    if (id !== "help" && id !== "report") return false;
    setShown(id);
    return true;
  });
  return (
    <div className="unlock">
      <header className="unlock__top">
        <span className="top__place w-auto">
          <Icon name="mark" />
          {practice ?? en.product}
        </span>
        {practice !== null && <span className="quiet">{en.product}</span>}
        <span className="spacer" />
        {!alone && <HelpButton onPress={() => setShown("help")} />}
      </header>
      <main className="unlock__main" aria-busy={busy}>
        <h1>{title}</h1>
        {children}
      </main>
      <footer className={`unlock__foot${keyInFile ? " unlock__foot--attend" : ""}`}>
        {keyInFile && <Icon name="lock" />}
        {keyInFile && <p>{startWords.keyInFile}</p>}
        <span className="spacer" />
        <span className="quiet">
          {en.notAnNhsProduct}
          {version !== undefined && `. ${en.product} ${version}`}
        </span>
      </footer>
      {shown !== null && <HelpDialogs shown={shown} onShow={setShown} onClose={() => setShown(null)} />}
    </div>
  );
}
