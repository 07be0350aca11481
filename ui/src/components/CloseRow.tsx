import { Button } from "./Button";

type CloseRowProps = { children: string; onClose: () => void };

/** The foot of a dialog that there is nothing to give to. */
export function CloseRow({ children, onClose }: CloseRowProps) {
  return (
    <div className="popover__buttons">
      <Button tall chord="Esc" onPress={onClose}>
        {children}
      </Button>
    </div>
  );
}
