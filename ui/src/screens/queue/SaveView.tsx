import { type FormEvent, useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { useHost } from "../../host/context";
import { commandError, type Host, type SavedViewForm, type ViewId } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { savedWords as words } from "../../words/saved";
import { settingProblem } from "../../words/settings";
import { draftOf, formOf } from "../settings/draft";

type SaveViewProps = { view: ViewId; search: string };

/** A search that is made every day becomes a view of one's own. */
export function SaveView({ view, search }: SaveViewProps) {
  const [open, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  return (
    <>
      <Button
        kind="quiet"
        popup="dialog"
        onPress={() => {
          setSaid("");
          setOpen(true);
        }}
      >
        {words.save}
      </Button>
      <span role="status">{said}</span>
      {open && (
        <SaveDialog
          {...{ view, search }}
          onSaved={(name) => {
            setOpen(false);
            setSaid(words.saved(name));
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

type SaveDialogProps = SaveViewProps & { onSaved: (name: string) => void; onClose: () => void };

function SaveDialog({ view, search, onSaved, onClose }: SaveDialogProps) {
  const host = useHost();
  const [name, setName] = useState(search);
  const [saving, setSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  async function save(event: FormEvent) {
    event.preventDefault();
    if (saving) return;
    setSaving(true);
    try {
      await addSavedView(host, { name, view, search });
      onSaved(name.trim());
    } catch (thrown) {
      const error = commandError(thrown);
      const isInvalid = error.kind === "invalid";
      setProblem(words.refused(isInvalid ? settingProblem(error.field, error.problem) : errorText(error)));
      setSaving(false);
    }
  }
  return (
    <Dialog title={words.saveTitle} onClose={onClose}>
      <form className="dialog__form" onSubmit={(event) => void save(event)}>
        <p>{words.saveHint(en.view[view], search)}</p>
        <Problem text={problem} />
        <label className="field">
          <span className="field__label">{words.name}</span>
          <input
            className="input"
            autoComplete="off"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <div className="popover__buttons">
          <Button submit kind="primary" tall>
            {words.saveNow}
          </Button>
          <Button tall chord="Esc" onPress={onClose}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The rest of what is set up stays as Rust has it; what is being edited in Settings is saved there. */
async function addSavedView(host: Host, saved: SavedViewForm): Promise<void> {
  const draft = draftOf(await host.setup());
  await host.saveSetup(formOf({ ...draft, savedViews: [...draft.savedViews, saved] }));
}
