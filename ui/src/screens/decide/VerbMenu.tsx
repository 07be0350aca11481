import { Fragment, type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useRef } from "react";
import { useKeyRouter } from "../../app/keys";
import { useKeyNames } from "../../app/setup";
import { Key } from "../../components/Key";
import { commandLabel } from "../../core/commands";
import { isPrintable } from "../../core/keys";
import type { RequestView, SessionView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { menuGroups, type Verb, verbOff } from "./choices";

/** Where the menu was asked for, and on which request. */
export type MenuPlace = {
  requestId: string;
  x: number;
  y: number;
  /** Text that was marked in the request. */
  marked: string;
};

type VerbMenuProps = {
  request: RequestView;
  session: SessionView;
  place: MenuPlace;
  onVerb: (verb: Verb) => void;
  onNotCopied: () => void;
  onTyping: () => void;
  onClose: () => void;
};

/** The verbs at the pointer, under the patient's name. A verb that is off stays and says why. */
export function VerbMenu(props: VerbMenuProps) {
  const { request, session, place, onVerb, onClose } = props;
  const { name } = request.patient;
  const box = useRef<HTMLDivElement>(null);
  const { shownKey, ariaKeys } = useKeyNames();
  const press = useMenuKeys(props);
  usePlace(box, place);
  useCloseOutside(box, onClose);

  function copy() {
    onClose();
    void navigator.clipboard.writeText(place.marked).catch(props.onNotCopied);
  }

  return (
    <div ref={box} className="popover verb-menu" data-scope="overlay">
      <p className="verb-menu__head" aria-hidden="true">
        {name}
      </p>
      <div className="menu" role="menu" aria-label={decideWords.menu(name)} tabIndex={-1} onKeyDown={press}>
        {menuGroups(request).map((verbs, index) => (
          <Fragment key={verbs.join()}>
            {index > 0 && <hr />}
            {verbs.map((verb) => (
              <Item
                key={verb}
                label={commandLabel(verb)}
                chord={shownKey(verb)}
                keys={ariaKeys(verb)}
                off={verbOff(verb, request, session)}
                onPress={() => onVerb(verb)}
              />
            ))}
          </Fragment>
        ))}
        {place.marked !== "" && (
          <>
            <hr />
            <Item label={decideWords.copy} chord="Ctrl+C" keys="Control+C" off={null} onPress={copy} />
          </>
        )}
      </div>
    </div>
  );
}

type ItemProps = { label: string; chord: string; keys: string; off: string | null; onPress: () => void };

function Item({ label, chord, keys, off, onPress }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      className={`option${off === null ? "" : " option--off"}`}
      tabIndex={-1}
      aria-disabled={off === null ? undefined : true}
      aria-keyshortcuts={keys}
      onClick={onPress}
    >
      <span className="option__what">
        {label}
        {off !== null && <span className="option__hint meta">{off}</span>}
      </span>
      <Key chord={chord} />
    </button>
  );
}

function useMenuKeys({ onTyping, onClose }: VerbMenuProps) {
  const { guard } = useKeyRouter();

  return (event: KeyboardEvent<HTMLElement>) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role='menuitem']")];
    const at = items.findIndex((item) => item.matches(":focus"));
    const { key } = event;
    if (key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (key === "ArrowUp") items.at(Math.max(at, 0) - 1)?.focus();
    else if (key === "Home") items[0]?.focus();
    else if (key === "End") items.at(-1)?.focus();
    else if (key === "Escape" || key === "Tab") onClose();
    else if (isPrintable(event.nativeEvent)) {
      const verdict = guard.judge(key === " " ? "act" : "strange", performance.now());
      if (verdict === "typing") onTyping();
      if (verdict === "pass") return;
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** At the pointer, or as near as keeps it in the window; the first verb takes the focus. */
function usePlace(box: { current: HTMLDivElement | null }, { x, y }: MenuPlace): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const { width, height } = element.getBoundingClientRect();
    element.style.left = `${Math.max(0, Math.min(x, window.innerWidth - width))}px`;
    element.style.top = `${Math.max(0, Math.min(y, window.innerHeight - height))}px`;
  }, [box, x, y]);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>("[role='menuitem']")?.focus({ preventScroll: true });
  }, [box]);
}

/** A press elsewhere, another window and another size of this one each end the menu. */
function useCloseOutside(box: { current: HTMLDivElement | null }, onClose: () => void): void {
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const outside = (event: Event) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target))) close();
    };
    const away = ["pointerdown", "blur", "resize"];
    for (const name of away) window.addEventListener(name, outside);
    return () => {
      for (const name of away) window.removeEventListener(name, outside);
    };
  }, [box]);
}
