import { type ReactNode, useState } from "react";
import { Help } from "../../app/Help";
import { HelpButton } from "../../app/HelpButton";
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
  const [helps, setHelps] = useState(false);
  useCommands(alone ? null : "window", (id) => {
    if (id !== "help") return false;
    setHelps(true);
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
        {!alone && <HelpButton onPress={() => setHelps(true)} />}
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
      {helps && <Help onClose={() => setHelps(false)} />}
    </div>
  );
}
