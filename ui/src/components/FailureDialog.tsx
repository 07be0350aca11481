import { Button } from "./Button";
import { Dialog } from "./Dialog";

type FailureDialogProps = { title: string; what: string; safe: string; close: string; onClose: () => void };

/** What happened, and what is safe; there is nothing to choose. */
export function FailureDialog({ title, what, safe, close, onClose }: FailureDialogProps) {
  return (
    <Dialog title={title} warns onClose={onClose}>
      <div role="alert">
        <p>{what}</p>
        <p>{safe}</p>
      </div>
      <div className="popover__buttons">
        <Button kind="primary" tall chord="Esc" onPress={onClose}>
          {close}
        </Button>
      </div>
    </Dialog>
  );
}
