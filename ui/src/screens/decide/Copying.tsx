import { useHost } from "../../host/context";
import { type CopyWhat, commandError, type DecisionForm, type RequestView } from "../../host/host";
import { copyWords as words } from "../../words/copy";
import { errorText } from "../../words/errors";
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

type CopyingProps = {
  request: RequestView;
  onDecide: (decision: DecisionForm) => void;
  onTell: (bold: string, text?: string) => void;
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
    try {
      const { clearsInSeconds } = await host.copy({ requestId: request.id, what });
      onTell(words.done(what), words.clears(clearsInSeconds));
    } catch (error) {
      onTell(errorText(commandError(error)));
    }
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
    digit: WHAT.length + 1,
    label: words.file,
    hint: filed ?? words.fileHint,
    off: filed,
  };
  return [...texts, file];
}
