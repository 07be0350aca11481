import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { en } from "../../words/en";
import { startWords } from "../../words/start";

type StartFrameProps = {
  practice: string | null;
  title: string;
  busy?: boolean;
  keyInFile?: boolean;
  version?: string;
  children?: ReactNode;
};

/** The window before the desk opens: no patient is on it. */
export function StartFrame({
  practice,
  title,
  busy = false,
  keyInFile = false,
  version,
  children,
}: StartFrameProps) {
  return (
    <div className="unlock">
      <header className="unlock__top">
        <span className="top__place w-auto">
          <Icon name="mark" />
          {practice ?? en.product}
        </span>
        {practice !== null && <span className="quiet">{en.product}</span>}
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
    </div>
  );
}
