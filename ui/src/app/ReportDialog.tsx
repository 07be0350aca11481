import { useState } from "react";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Problem } from "../components/Problem";
import { useAsked, useHost } from "../host/context";
import { commandError } from "../host/host";
import { reportWords as words } from "../words/report";

type ReportDialogProps = { onClose: () => void };

type Copying =
  | { state: "idle" }
  | { state: "copying" }
  | { state: "copied"; text: string }
  | { state: "failed"; why: string };

/** What IT is told, to be read before it is copied; after that, what was copied. */
export function ReportDialog({ onClose }: ReportDialogProps) {
  const host = useHost();
  const { asked } = useAsked("report", [], (from) => from.report());
  const [copying, setCopying] = useState<Copying>({ state: "idle" });
  const written = asked.state === "here" ? asked.value.text : null;
  const text = copying.state === "copied" ? copying.text : written;
  const off = asked.state === "asking" ? words.writing : copying.state === "copying" ? words.copying : null;

  async function copy(): Promise<void> {
    if (off !== null) return;
    setCopying({ state: "copying" });
    try {
      setCopying({ state: "copied", text: (await host.copyReport()).text });
    } catch (error) {
      setCopying({ state: "failed", why: words.failed(commandError(error)) });
    }
  }

  return (
    <Dialog title={words.title} className="report" onClose={onClose}>
      {asked.state !== "failed" && <p className="quiet">{words.lead}</p>}
      {text !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it
        <pre className="report__text select-text" role="region" aria-label={words.text} tabIndex={0}>
          {text}
        </pre>
      )}
      <p className="report__said" role="status">
        {asked.state === "asking" && words.writing}
        {copying.state === "copied" && words.copied}
      </p>
      <Problem text={asked.state === "failed" ? words.failed(asked.error) : null} />
      <Problem text={copying.state === "failed" ? copying.why : null} />
      <div className="popover__buttons">
        {asked.state !== "failed" && (
          <Button kind="primary" tall off={off} onPress={() => void copy()}>
            {copying.state === "copying" ? words.copying : words.copy}
          </Button>
        )}
        <Button tall chord="Esc" onPress={onClose}>
          {words.close}
        </Button>
      </div>
    </Dialog>
  );
}
