import { usePractising } from "../../app/practising";
import { Button } from "../../components/Button";
import { practiseWords as words } from "../../words/practise";

/** The way into the practice queue before anybody works here; in it, only the bar leads out. */
export function PractiseEntry() {
  const { practising, busy, toggle } = usePractising();
  if (practising) return null;
  return (
    <div className="practise-entry">
      <p className="quiet">{words.startLead}</p>
      <Button off={busy ? words.entering : null} onPress={toggle}>
        {words.enter}
      </Button>
      <p className="quiet small">{words.enterHint}</p>
    </div>
  );
}
