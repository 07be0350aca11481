import type { KeyboardEvent, ReactNode } from "react";

type ActionPopoverProps = {
  title: string;
  /** What stands under the title and stays in sight. */
  head?: ReactNode;
  onKeyDown: (event: KeyboardEvent) => void;
  children: ReactNode;
};

/** What opens over the action bar for one verb. Its keys are its own: none reaches the list behind. */
export function ActionPopover({ title, head, onKeyDown, children }: ActionPopoverProps) {
  return (
    <div
      className="popover popover--actions"
      role="dialog"
      aria-label={title}
      data-scope="overlay"
      onKeyDown={onKeyDown}
    >
      <div className="popover__head">
        <h2>{title}</h2>
        {head}
      </div>
      {children}
    </div>
  );
}
