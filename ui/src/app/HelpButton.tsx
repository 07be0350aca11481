import { Button } from "../components/Button";
import { ariaKeys } from "../core/commands";
import { helpWords } from "../words/help";

type HelpButtonProps = { onPress: () => void };

/** Last in the bar at the top of every screen, so that nobody has to look for it (WCAG 2.2, 3.2.6). */
export function HelpButton({ onPress }: HelpButtonProps) {
  return (
    <Button className="help-button" chord="F1" ariaKeys={ariaKeys("help")} popup="dialog" onPress={onPress}>
      {helpWords.button}
    </Button>
  );
}
