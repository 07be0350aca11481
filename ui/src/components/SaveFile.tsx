import { useState } from "react";
import { commandError, type ExportedView } from "../host/host";
import { errorText } from "../words/errors";
import { Button } from "./Button";
import type { IconName } from "./Icon";
import { Problem } from "./Problem";

type SaveFileProps = {
  icon: IconName;
  label: string;
  /** While it is being written. */
  saving: string;
  /** Before the path of the file. */
  saved: string;
  hint?: string;
  onSave: () => Promise<ExportedView>;
};

type Saving =
  | { state: "idle" }
  | { state: "saving" }
  | { state: "saved"; path: string }
  | { state: "failed"; why: string };

/** Has a file written, and says where it is or why there is none. */
export function SaveFile({ icon, label, saving: busy, saved, hint, onSave }: SaveFileProps) {
  const [saving, setSaving] = useState<Saving>({ state: "idle" });

  async function save(): Promise<void> {
    if (saving.state === "saving") return;
    setSaving({ state: "saving" });
    try {
      setSaving({ state: "saved", path: (await onSave()).path });
    } catch (error) {
      setSaving({ state: "failed", why: errorText(commandError(error)) });
    }
  }

  return (
    <>
      <Button icon={icon} off={saving.state === "saving" ? busy : null} onPress={() => void save()}>
        {saving.state === "saving" ? busy : label}
      </Button>
      <div role="status">
        {saving.state === "saved" && (
          <>
            <p>
              {saved} <b className="select-text saved-file">{saving.path}</b>
            </p>
            {hint !== undefined && <p className="quiet">{hint}</p>}
          </>
        )}
      </div>
      <Problem text={saving.state === "failed" ? saving.why : null} />
    </>
  );
}
