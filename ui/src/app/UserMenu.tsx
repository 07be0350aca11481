import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Button } from "../components/Button";
import { Icon, type IconName } from "../components/Icon";
import { Key } from "../components/Key";
import { commandLabel, shownKey } from "../core/commands";
import { useHost } from "../host/context";
import type { ProviderLimit, SessionView, StatusView } from "../host/host";
import { alertWords } from "../words/alerts";
import { en } from "../words/en";
import { outageWords } from "../words/outage";
import { practiseWords } from "../words/practise";
import { useOwnWindow } from "./ownWindow";
import { usePlace } from "./place";
import type { Overlay } from "./useOverlays";

type UserMenuProps = {
  session: SessionView;
  status: StatusView | null;
  onOpen: (overlay: Overlay) => void;
  onPractise: () => void;
};

/** Who is working here, and what belongs to the person and not to a request. */
export function UserMenu({ session, status, onOpen, onPractise }: UserMenuProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { staff } = session;

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => window.removeEventListener("pointerdown", outside);
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  if (staff === null) return null;
  return (
    <div className="user" ref={place}>
      <Button
        ref={button}
        icon="person"
        endIcon="down"
        popup="menu"
        expanded={open}
        label={en.top.user(staff.name, en.role[staff.role])}
        onPress={() => setOpen(!open)}
      >
        <span>
          <b>{staff.name}</b>
          <span className="top__hide">, {en.role[staff.role]}</span>
        </span>
      </Button>
      {open && (
        <Menu
          offline={status?.link === "working-offline"}
          version={session.version}
          limits={session.limits}
          practising={session.practising}
          onOpen={onOpen}
          onPractise={onPractise}
          onClose={close}
        />
      )}
    </div>
  );
}

type MenuProps = {
  offline: boolean;
  version: string;
  limits: ProviderLimit[];
  practising: boolean;
  onOpen: (overlay: Overlay) => void;
  onPractise: () => void;
  onClose: () => void;
};

function Menu({ offline, version, limits, practising, onOpen, onPractise, onClose }: MenuProps) {
  const host = useHost();
  const ownWindow = useOwnWindow();
  const { go } = usePlace();
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    menu.current?.querySelector("button")?.focus();
  }, []);

  function press(event: KeyboardEvent) {
    const items = [...(menu.current?.querySelectorAll("button") ?? [])];
    const at = items.findIndex((item) => item.matches(":focus"));
    if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items[(at - 1 + items.length) % items.length]?.focus();
    else if (event.key === "Escape") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function choose(run: () => void) {
    onClose();
    run();
  }

  const switchUser = () => void host.switchUser().catch(() => undefined);
  return (
    <div
      ref={menu}
      className="popover user__menu"
      role="menu"
      aria-label={en.top.menu}
      tabIndex={-1}
      data-scope="overlay"
      onKeyDown={press}
    >
      {!practising && <Line offline={offline} onChoose={choose} />}
      <Item
        label={commandLabel("palette")}
        icon="search"
        chord={shownKey("palette")}
        onPress={() => choose(() => onOpen("palette"))}
      />
      <Item
        label={outageWords.menu}
        icon="note"
        chord={shownKey("outage-list")}
        onPress={() => choose(() => onOpen("outage"))}
      />
      <Item
        label={en.settings}
        icon="settings"
        chord={shownKey("settings")}
        onPress={() => choose(() => go({ kind: "settings" }))}
      />
      <Item
        label={commandLabel("reader-window")}
        icon="windows"
        chord={shownKey("reader-window")}
        onPress={() => choose(() => ownWindow.toggle())}
      />
      <Item label={en.top.keys} icon="note" chord="F1" onPress={() => choose(() => onOpen("help"))} />
      <Item
        label={en.top.switchUser}
        icon="team"
        chord={shownKey("switch-user")}
        onPress={() => choose(switchUser)}
      />
      <Item
        label={practising ? practiseWords.leave : practiseWords.enter}
        hint={practising ? undefined : practiseWords.enterHint}
        icon={practising ? "close" : "tray"}
        chord={shownKey("practise")}
        onPress={() => choose(onPractise)}
      />
      <Foot limits={limits} version={version} />
    </div>
  );
}

type LineProps = { offline: boolean; onChoose: (run: () => void) => void };

/** What has to do with the network: the practice queue has none. */
function Line({ offline, onChoose }: LineProps) {
  const host = useHost();
  const toggle = () => void host.setWorkOffline({ offline: !offline }).catch(() => undefined);
  const sync = () => void host.syncNow().catch(() => undefined);
  return (
    <>
      <button
        type="button"
        role="menuitemcheckbox"
        aria-checked={offline}
        className="option user__item"
        onClick={() => onChoose(toggle)}
      >
        <Icon name={offline ? "online" : "offline"} />
        <span className="option__what">
          <b>{offline ? en.top.workOnline : en.top.workOffline}</b>
          <span className="option__hint meta">{en.top.workOfflineHint}</span>
        </span>
        <Key chord={shownKey("work-offline")} />
      </button>
      <Item label={en.top.syncNow} icon="again" chord={shownKey("sync-now")} onPress={() => onChoose(sync)} />
    </>
  );
}

type FootProps = { limits: ProviderLimit[]; version: string };

function Foot({ limits, version }: FootProps) {
  return (
    <>
      {limits.map((limit) => (
        <p key={limit} className="popover__foot">
          <b>{alertWords.limit[limit].bold}</b> {alertWords.limit[limit].text}
        </p>
      ))}
      <p className="popover__foot">{en.top.about(version)}</p>
    </>
  );
}

type ItemProps = { label: string; hint?: string; icon: IconName; chord: string; onPress: () => void };

function Item({ label, hint, icon, chord, onPress }: ItemProps) {
  return (
    <button type="button" role="menuitem" className="option user__item" onClick={onPress}>
      <Icon name={icon} />
      <span className="option__what">
        {label}
        {hint !== undefined && <span className="option__hint meta">{hint}</span>}
      </span>
      <Key chord={chord} />
    </button>
  );
}
