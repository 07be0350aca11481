import { useOwnWindow } from "../../app/ownWindow";
import { Button } from "../../components/Button";
import { ariaKeys } from "../../core/commands";
import { readerWindowWords as words } from "../../words/readerWindow";

/** Opens the reader in a window of its own beside this one, or closes that window. */
export function SecondScreen() {
  const { open, toggle } = useOwnWindow();
  return (
    <Button
      kind="quiet"
      icon="windows"
      className="banner__window"
      label={words.buttonLabel}
      hint={words.buttonLabel}
      ariaKeys={ariaKeys("reader-window")}
      pressed={open}
      onPress={toggle}
    >
      <span>{words.button}</span>
    </Button>
  );
}
