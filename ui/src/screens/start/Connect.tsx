import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { useHost } from "../../host/context";
import { commandError, type SessionView } from "../../host/host";
import { errorText } from "../../words/errors";
import { startWords } from "../../words/start";
import { PractiseEntry } from "./PractiseEntry";
import { StartFrame } from "./StartFrame";

type ConnectProps = { session: SessionView; onDone: () => Promise<void> };

/** The first start: which provider's server this practice uses. */
export function Connect({ session, onDone }: ConnectProps) {
  const host = useHost();
  const [server, setServer] = useState(session.server ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);

  async function connect(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    if (server.trim() === "") return setError(startWords.serverEmpty);
    setBusy(true);
    setError(null);
    try {
      await host.connect({ server: server.trim() });
      await onDone();
    } catch (failure) {
      setError(errorText(commandError(failure)));
    } finally {
      setBusy(false);
    }
  }

  return (
    <StartFrame
      practice={null}
      title={startWords.connectTitle}
      keyInFile={session.keyInFile}
      version={session.version}
      busy={busy}
    >
      <p className="quiet unlock__lead">{startWords.connectText}</p>
      <form className="connect" onSubmit={(event) => void connect(event)} noValidate>
        <ServerField server={server} error={error} onChange={setServer} />
        <Button submit kind="primary" tall chord="Enter">
          {busy ? startWords.connecting : startWords.connect}
        </Button>
      </form>
      {busy && (
        <p className="connect__busy" role="status">
          <Icon name="again" /> {startWords.connecting} {server}
        </p>
      )}
      <h2 className="h mt-4">{startWords.stepsTitle}</h2>
      <ol className="steps">
        {startWords.connectSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <PractiseEntry />
    </StartFrame>
  );
}

type ServerFieldProps = { server: string; error: string | null; onChange: (server: string) => void };

function ServerField({ server, error, onChange }: ServerFieldProps) {
  return (
    <div className="field">
      <label className="field__label" htmlFor="server">
        {startWords.server}
      </label>
      <span className="field__hint" id="server-hint">
        {startWords.serverHint}
      </span>
      {error !== null && (
        <p className="error" role="alert" id="server-error">
          <Icon name="alert" />
          {error}
        </p>
      )}
      <input
        className="input input--tall"
        id="server"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== null}
        aria-describedby={error === null ? "server-hint" : "server-hint server-error"}
        value={server}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
