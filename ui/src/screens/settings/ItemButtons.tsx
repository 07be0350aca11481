import { Button } from "../../components/Button";
import { settingsWords as words } from "../../words/settings";

type ItemButtonsProps = {
  name: string;
  index: number;
  count: number;
  onMove: (step: 1 | -1) => void;
  onRemove?: () => void;
};

/** Up, down and away. The focus stays on the button that was pressed, so that it can be pressed again. */
export function ItemButtons({ name, index, count, onMove, onRemove }: ItemButtonsProps) {
  function move(step: 1 | -1) {
    const pressed = document.activeElement;
    onMove(step);
    requestAnimationFrame(() => {
      if (pressed instanceof HTMLElement) pressed.focus();
    });
  }
  return (
    <span className="item-buttons">
      <Button
        kind="icon"
        icon="up"
        label={words.up(name)}
        off={index === 0 ? words.isFirst : null}
        onPress={() => move(-1)}
      />
      <Button
        kind="icon"
        icon="down"
        label={words.down(name)}
        off={index === count - 1 ? words.isLast : null}
        onPress={() => move(1)}
      />
      {onRemove !== undefined && (
        <Button label={words.remove(name)} onPress={onRemove}>
          {words.removeShort}
        </Button>
      )}
    </span>
  );
}
