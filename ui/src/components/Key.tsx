type KeyProps = { chord: string };

/** A keycap beside the words of a button. It is not read out: the button carries `aria-keyshortcuts`. */
export function Key({ chord }: KeyProps) {
  return (
    <span className="key" aria-hidden="true">
      {chord}
    </span>
  );
}
