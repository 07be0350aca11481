import { type KeyboardEvent, useEffect, useRef } from "react";
import { Icon } from "../components/Icon";
import { Key } from "../components/Key";
import { commandLabel, shownKey } from "../core/commands";
import { useHost } from "../host/context";
import type { ProviderLimit } from "../host/host";
import { alertWords } from "../words/alerts";
import { en } from "../words/en";
import { helpWords } from "../words/help";
import { outageWords } from "../words/outage";
import { practiseWords } from "../words/practise";
import { useOwnWindow } from "./ownWindow";
import { usePlace } from "./place";
import { UserMenuItem } from "./UserMenuItem";
import type { Overlay } from "./useOverlays";
import { useSwitchUser } from "./useSwitchUser";

type UserMenuListProps = {
  offline: boolean;
  version: string;
  limits: ProviderLimit[];
  practising: boolean;
  onOpen: (overlay: Overlay) => void;
  onPractise: () => void;
  onClose: () => void;
};

/** The open menu: the arrows move in it, Escape and every choice close it. */
export function UserMenuList(props: UserMenuListProps) {
  const { offline, version, limits, practising, onOpen, onPractise, onClose } = props;
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
      <Entries {...{ practising, onOpen, onPractise }} onChoose={choose} />
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
      <UserMenuItem
        label={en.top.syncNow}
        icon="again"
        chord={shownKey("sync-now")}
        onPress={() => onChoose(sync)}
      />
    </>
  );
}

type EntriesProps = Pick<UserMenuListProps, "practising" | "onOpen" | "onPractise"> & {
  onChoose: (run: () => void) => void;
};

/** What belongs to the person: where to look, how the program is set, who works here. */
function Entries({ practising, onOpen, onPractise, onChoose }: EntriesProps) {
  const ownWindow = useOwnWindow();
  const { go } = usePlace();
  const switchUser = useSwitchUser();
  return (
    <>
      <UserMenuItem
        label={commandLabel("palette")}
        icon="search"
        chord={shownKey("palette")}
        onPress={() => onChoose(() => onOpen("palette"))}
      />
      <UserMenuItem
        label={outageWords.menu}
        icon="note"
        chord={shownKey("outage-list")}
        onPress={() => onChoose(() => onOpen("outage"))}
      />
      <UserMenuItem
        label={en.settings}
        icon="settings"
        chord={shownKey("settings")}
        onPress={() => onChoose(() => go({ kind: "settings" }))}
      />
      <UserMenuItem
        label={commandLabel("reader-window")}
        icon="windows"
        chord={shownKey("reader-window")}
        onPress={() => onChoose(() => ownWindow.toggle())}
      />
      <UserMenuItem
        label={helpWords.button}
        icon="note"
        chord={shownKey("help")}
        onPress={() => onChoose(() => onOpen("help"))}
      />
      <UserMenuItem
        label={en.top.switchUser}
        icon="team"
        chord={shownKey("switch-user")}
        onPress={() => onChoose(switchUser)}
      />
      <UserMenuItem
        label={practising ? practiseWords.leave : practiseWords.enter}
        hint={practising ? undefined : practiseWords.enterHint}
        icon={practising ? "close" : "tray"}
        chord={shownKey("practise")}
        onPress={() => onChoose(onPractise)}
      />
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
