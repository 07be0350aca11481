import { Help } from "./Help";
import { ReportDialog } from "./ReportDialog";

export type HelpDialog = "help" | "report";

type HelpDialogsProps = { shown: HelpDialog; onShow: (next: HelpDialog) => void; onClose: () => void };

/** The help, and the report for IT to which it leads. */
export function HelpDialogs({ shown, onShow, onClose }: HelpDialogsProps) {
  if (shown === "report") return <ReportDialog onClose={onClose} />;
  return <Help onReport={() => onShow("report")} onClose={onClose} />;
}
