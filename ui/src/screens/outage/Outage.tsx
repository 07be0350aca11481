import { useState } from "react";
import { useHost } from "../../host/context";
import { commandError, type OutageListView } from "../../host/host";
import { errorText } from "../../words/errors";
import { outageWords } from "../../words/outage";
import { ReasonDialog } from "../decide/ReasonDialog";
import { OutagePage } from "./OutagePage";

type OutageProps = { practice: string; onClose: () => void };

/** Asks why patients' data are to leave this PC, then shows them for printing. The list lives as long as this does. */
export function Outage({ practice, onClose }: OutageProps) {
  const host = useHost();
  const [list, setList] = useState<OutageListView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [making, setMaking] = useState(false);

  async function make(reason: string): Promise<void> {
    if (making) return;
    setMaking(true);
    setProblem(null);
    try {
      setList(await host.outageList({ reason }));
    } catch (error) {
      setProblem(errorText(commandError(error)));
    } finally {
      setMaking(false);
    }
  }

  if (list !== null) return <OutagePage list={list} practice={practice} onClose={onClose} />;
  const { title, lines, reason, button, making: busy } = outageWords.ask;
  return (
    <ReasonDialog
      {...{ title, lines, button, problem }}
      warns
      busy={making ? busy : null}
      label={reason}
      onGive={(given) => void make(given)}
      onClose={onClose}
    />
  );
}
