import { useHost } from "../../host/context";
import { type CopyWhat, commandError, type DecisionForm, type Host, type RequestView } from "../../host/host";
import { copyWords as words } from "../../words/copy";
import { errorText } from "../../words/errors";
import type { NoticeText } from "../triage/Notice";
import { Chooser } from "./Chooser";
import type { ListedChoice } from "./choices";

const WHAT: readonly CopyWhat[] = [
  "nhs-number",
  "nhs-number-spaced",
  "name-and-born",
  "request-text",
  "record",
];
const FILE = "file";
const FILE_DIGIT = WHAT.length + 1;

type CopyingProps = {
  request: RequestView;
  onDecide: (decision: DecisionForm) => void;
  onTell: (notice: NoticeText) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

/** What goes into another program, and that it has been filed there. */
export function Copying({ request, onDecide, onTell, onOff, onTyping, onClose }: CopyingProps) {
  const host = useHost();

  async function choose({ id }: ListedChoice): Promise<void> {
    const what = WHAT.find((one) => one === id);
    if (what === undefined) return onDecide({ kind: "record-filed" });
    onClose();
    await copyAndTell(host, request, what, onTell);
  }

  return (
    <Chooser
      title={words.title(request.patient.name)}
      choices={copyChoices(request)}
      advances={false}
      onChoose={choose}
      {...{ onOff, onTyping, onClose }}
    />
  );
}

/** Copies, and says what is on the clipboard and for how long; after the record's text, filing is offered at once. */
export async function copyAndTell(
  host: Host,
  request: RequestView,
  what: CopyWhat,
  onTell: (notice: NoticeText) => void,
): Promise<void> {
  try {
    const { clearsInSeconds } = await host.copy({ requestId: request.id, what });
    const clears = words.clears(clearsInSeconds);
    const isToFile = what === "record" && request.filedAt === null && !request.readOnly;
    onTell(
      isToFile
        ? { bold: words.done(what), text: `${words.thenFile} ${clears}`, toFile: request.id }
        : { bold: words.done(what), text: clears },
    );
  } catch (error) {
    onTell({ bold: errorText(commandError(error)), text: "" });
  }
}

function copyChoices(request: RequestView): ListedChoice[] {
  const texts = WHAT.map((what, index) => {
    const [label, hint] = words.what[what];
    const missing = what.startsWith("nhs-number") && request.patient.nhsNumber === null;
    const off = missing ? words.noNumber : null;
    return { id: what, digit: index + 1, label, hint: off ?? hint, off };
  });
  const filed = request.filedAt === null ? null : words.filedAlready;
  const file = {
    id: FILE,
    digit: FILE_DIGIT,
    label: words.file,
    hint: filed ?? words.fileHint,
    off: filed,
  };
  return [...texts, file];
}
