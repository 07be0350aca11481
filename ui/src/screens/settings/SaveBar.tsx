import { useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { Problem } from "../../components/Problem";
import { settingsWords as words } from "../../words/settings";
import type { Settings } from "./useSettings";

type SaveBarProps = { settings: Settings };

/** Whether everything is saved, and the one way to save it. */
export function SaveBar({ settings }: SaveBarProps) {
  const { changed, saving, fault, overtaken, setup } = settings;
  const [asking, setAsking] = useState(false);
  const off = saving ? words.saving : changed ? null : words.nothingToSave;
  function discard() {
    setAsking(false);
    settings.discard();
  }
  return (
    <footer className="settings__save" data-region="actions">
      {asking && changed ? (
        <>
          <p role="status">
            <b>{words.discardAsk}</b>
          </p>
          <span className="spacer" />
          <Button tall onPress={discard}>
            {words.discardYes}
          </Button>
          <Button tall onPress={() => setAsking(false)}>
            {words.discardNo}
          </Button>
        </>
      ) : (
        <>
          <div className="settings__state">
            <Problem text={fault === null ? null : words.notSaved(fault.text)} />
            {overtaken && (
              <p className="attend">
                <Icon name="changed" />
                {words.overtaken(setup.changedBy)}
              </p>
            )}
            <p role="status">{stateText(settings)}</p>
          </div>
          <span className="spacer" />
          {changed && (
            <Button tall onPress={() => setAsking(true)}>
              {words.discard}
            </Button>
          )}
          <Button kind="primary" tall off={off} onPress={() => void settings.save()}>
            {words.save}
          </Button>
        </>
      )}
    </footer>
  );
}

function stateText({ saving, changed, saved, fault }: Settings): string {
  if (saving) return words.saving;
  if (changed) return fault === null ? words.unsaved : "";
  return saved ? words.saved : words.allSaved;
}
