import { useState } from "react";
import { Button } from "../../components/Button";
import { Problem } from "../../components/Problem";
import { SaveFile } from "../../components/SaveFile";
import { useHost } from "../../host/context";
import { commandError } from "../../host/host";
import { settingsWords } from "../../words/settings";
import { faultOf, fieldId, type Settings } from "./useSettings";

type CopySettingsProps = { settings: Settings };

const { copy: words } = settingsWords;

/** The practice's part as a file: written here, and taken from another PC. */
export function CopySettings({ settings }: CopySettingsProps) {
  return (
    <>
      <Export />
      <Import settings={settings} />
    </>
  );
}

function Export() {
  const host = useHost();
  return (
    <section className="copying" aria-labelledby="copy-export">
      <h2 className="h" id="copy-export">
        {words.exportTitle}
      </h2>
      <p className="settings__intro">{words.exportHint}</p>
      <SaveFile
        icon="outbox"
        label={words.exportButton}
        saving={words.exporting}
        saved={words.exported}
        hint={words.exportedHint}
        onSave={() => host.exportSetup()}
      />
    </section>
  );
}

type Importing =
  | { state: "idle" }
  | { state: "asking"; file: string; text: string }
  | { state: "importing"; file: string; text: string }
  | { state: "done"; file: string }
  | { state: "failed"; why: string };

type ImportProps = { settings: Settings };

function Import({ settings }: ImportProps) {
  const host = useHost();
  const [importing, setImporting] = useState<Importing>({ state: "idle" });
  const off = settings.mayChange ? (settings.changed ? words.saveFirst : null) : settingsWords.locked;
  async function choose(file: File | undefined) {
    if (file === undefined) return;
    try {
      setImporting({ state: "asking", file: file.name, text: await file.text() });
    } catch {
      setImporting({ state: "failed", why: words.unreadableFile });
    }
  }
  async function replace({ file, text }: { file: string; text: string }) {
    setImporting({ state: "importing", file, text });
    try {
      await host.importSetup({ text });
      await settings.again();
      setImporting({ state: "done", file });
    } catch (error) {
      setImporting({ state: "failed", why: faultOf(commandError(error)).text });
    }
  }
  return (
    <section className="copying" aria-labelledby="copy-import">
      <h2 className="h" id="copy-import">
        {words.importTitle}
      </h2>
      <p className="settings__intro">{off ?? words.importHint}</p>
      <div className="field">
        <label className="field__label" htmlFor={fieldId("file")}>
          {words.file}
        </label>
        <input
          id={fieldId("file")}
          type="file"
          accept=".json,application/json"
          disabled={off !== null}
          onChange={(event) => {
            void choose(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
      </div>
      {(importing.state === "asking" || importing.state === "importing") && (
        <Ask
          settings={settings}
          importing={importing}
          onYes={() => void replace(importing)}
          onNo={() => setImporting({ state: "idle" })}
        />
      )}
      <p role="status">{importing.state === "done" && words.imported(importing.file)}</p>
      <Problem text={importing.state === "failed" ? importing.why : null} />
    </section>
  );
}

type AskProps = {
  settings: Settings;
  importing: { state: "asking" | "importing"; file: string };
  onYes: () => void;
  onNo: () => void;
};

/** What the file would replace, before it does. */
function Ask({ settings, importing, onYes, onNo }: AskProps) {
  const { routes, templates, outcomes } = settings.setup;
  const shared = templates.filter((template) => !template.personal);
  const busy = importing.state === "importing";
  return (
    <section className="copying__ask" aria-labelledby="copy-ask">
      <h3 id="copy-ask">
        <b>{words.importAsk(importing.file)}</b>
      </h3>
      <p>{words.importWhat(routes.length, shared.length, outcomes.length)}</p>
      <div className="settings__buttons">
        <Button kind="primary" off={busy ? words.importing : null} onPress={busy ? undefined : onYes}>
          {busy ? words.importing : words.importYes}
        </Button>
        <Button off={busy ? words.importing : null} onPress={busy ? undefined : onNo}>
          {words.importNo}
        </Button>
      </div>
    </section>
  );
}
