/** Words of the report for IT. */

import type { CommandError } from "../host/host";
import { errorText } from "./errors";

export const reportWords = {
  title: "Report for IT",
  lead: "Copy it and paste it into your message to IT. It has versions, counts and states of this program.",
  text: "The report",
  writing: "Writing the report",
  copy: "Copy",
  copying: "Copying",
  copied: "Copied. It holds nothing of a patient.",
  close: "Close",
  failed: (error: CommandError) =>
    error.kind === "not-ready"
      ? "There is no report yet, because Triage Desk has not opened its data. Nothing was changed. Give IT the version and the code that are on screen."
      : errorText(error),
} as const;
