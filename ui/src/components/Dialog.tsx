import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { LOOK_MS } from "../core/guards";

type DialogProps = {
  title: string;
  /** A red edge: the person is about to do something unusual. */
  warns?: boolean;
  className?: string;
  /** The title is read out and not shown: what stands in the dialog says it. */
  quietTitle?: boolean;
  children: ReactNode;
  onClose: () => void;
};

const FOCUSABLE = "button, input, textarea, select, a[href], [tabindex='0']";

/**
 * A modal dialog: keeps the focus inside, gives it back at the end, closes on Escape.
 *
 * A blank that comes at once presses none of its buttons: it is the next one of a text that was typed for another program.
 */
export function Dialog({
  title,
  warns = false,
  className = "",
  quietTitle = false,
  children,
  onClose,
}: DialogProps) {
  const box = useRef<HTMLDivElement>(null);
  const [openedAt] = useState(() => performance.now());

  useEffect(() => {
    const before = document.activeElement;
    const first =
      box.current?.querySelector<HTMLElement>("[data-first]") ??
      box.current?.querySelector<HTMLElement>("textarea, input, button");
    (first ?? box.current)?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  // What had the focus may go while the dialog stays, and the page would have the keys then.
  useEffect(() => {
    if (document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  });

  function keepInside(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    }
    const onButton = event.target instanceof HTMLButtonElement;
    if (event.key === " " && onButton && performance.now() - openedAt < LOOK_MS) event.preventDefault();
    if (event.key !== "Tab") return;
    const stops = [...(box.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
    const [first, last] = [stops[0], stops.at(-1)];
    const leaving = event.shiftKey ? document.activeElement === first : document.activeElement === last;
    if (!leaving) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }

  return (
    <div className="scrim" data-scope="overlay">
      <div
        ref={box}
        className={`dialog${warns ? " interrupt" : ""} ${className}`}
        role="dialog"
        onKeyDown={keepInside}
        aria-modal="true"
        aria-label={title}
        tabIndex={-1}
      >
        <h2 className={quietTitle ? "sr" : "dialog__title"}>{title}</h2>
        {children}
      </div>
    </div>
  );
}
