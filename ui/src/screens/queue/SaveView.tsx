import { useState } from "react";
import { Button } from "../../components/Button";
import { Dialog } from "../../components/Dialog";
import { Problem } from "../../components/Problem";
import { TextField } from "../../components/TextField";
import { useHost } from "../../host/context";
import type { ViewId } from "../../host/host";
import { en } from "../../words/en";
import { savedWords as words } from "../../words/saved";
import { addOwn } from "../settings/addOwn";
import { useSaving } from "../settings/useSaving";

type SaveViewProps = { view: ViewId; search: string; staffId: string };

/** A search that is made every day becomes a view of one's own. */
export function SaveView({ view, search, staffId }: SaveViewProps) {
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
          {...{ view, search, staffId }}
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

function SaveDialog({ view, search, staffId, onSaved, onClose }: SaveDialogProps) {
  const host = useHost();
  const [name, setName] = useState(search);
  const { saving, problem, submit } = useSaving(async () => {
    await addOwn(host, staffId, "savedViews", { name, view, search });
    onSaved(name.trim());
  }, words.refused);
  return (
    <Dialog title={words.saveTitle} onClose={onClose}>
      <form className="dialog__form" onSubmit={submit}>
        <p>{words.saveHint(en.view[view], search)}</p>
        <Problem text={problem} />
        <TextField label={words.name} value={name} onChange={setName} />
        <div className="popover__buttons">
          <Button submit kind="primary" tall off={saving ? words.saving : null}>
            {saving ? words.saving : words.saveNow}
          </Button>
          <Button tall chord="Esc" onPress={onClose}>
            {words.cancel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
