import type { Ref } from "react";
import { Button } from "../components/Button";
import { Icon } from "../components/Icon";
import { SearchField } from "../components/SearchField";
import { ariaKeys, shownKey } from "../core/commands";
import type { SessionView, StatusView } from "../host/host";
import { en } from "../words/en";
import { enterWords } from "../words/enter";
import { fmtDate, fmtTime, fmtWeekday } from "../words/format";
import { paletteWords } from "../words/palette";
import { practiseWords } from "../words/practise";
import { HelpButton } from "./HelpButton";
import { UserMenu } from "./UserMenu";
import type { Overlay } from "./useOverlays";

type TopBarProps = {
  session: SessionView;
  status: StatusView | null;
  search: string;
  searchLabel: string;
  searchField: Ref<HTMLInputElement>;
  /** Where Back leads while one request fills the window; null when there is no Back. */
  back: string | null;
  focusMode: boolean;
  onSearch: (search: string) => void;
  onClearSearch: () => void;
  onLeaveSearch: () => void;
  onBack: () => void;
  onUrgent: () => void;
  /** Why no request can be entered; null when one can. */
  enterOff: string | null;
  onOpen: (overlay: Overlay) => void;
  onPractise: () => void;
};

export function TopBar(props: TopBarProps) {
  const { session, status, search, back, focusMode } = props;
  return (
    <header className="top" data-region="top">
      {back !== null && (
        <Button icon="left" chord="Esc" className={focusMode ? "" : "back"} onPress={props.onBack}>
          {en.top.back(back)}
        </Button>
      )}
      {focusMode ? (
        <span className="quiet small top__hide top__focus">{en.top.focusMode}</span>
      ) : (
        <div className="top__place">
          <Icon name="mark" />
          {session.practice ?? en.product}
        </div>
      )}
      {!focusMode && (
        <SearchField
          ref={props.searchField}
          value={search}
          label={props.searchLabel}
          chord="Ctrl+F"
          onChange={props.onSearch}
          onClear={props.onClearSearch}
          onLeave={props.onLeaveSearch}
        />
      )}
      <Button
        kind="quiet"
        className="top__commands"
        popup="dialog"
        chord={shownKey("palette")}
        ariaKeys={ariaKeys("palette")}
        onPress={() => props.onOpen("palette")}
      >
        {paletteWords.button}
      </Button>
      {!focusMode && <NewRequest off={props.enterOff} onPress={() => props.onOpen("enter")} />}
      <span className="spacer" />
      <Urgent open={status?.urgentOpen ?? 0} onPress={props.onUrgent} />
      {status !== null && <Link status={status} practising={session.practising} />}
      {status !== null && (
        <time className="top__link top__date top__hide" dateTime={status.now.iso}>
          <span>
            {fmtWeekday(status.now.local)} {fmtDate(status.now.local)} <b>{fmtTime(status.now.local)}</b>
          </span>
        </time>
      )}
      <UserMenu {...{ session, status }} onOpen={props.onOpen} onPractise={props.onPractise} />
      <HelpButton onPress={() => props.onOpen("help")} />
    </header>
  );
}

type NewRequestProps = { off: string | null; onPress: () => void };

function NewRequest({ off, onPress }: NewRequestProps) {
  return (
    <Button
      icon="plus"
      label={enterWords.button}
      ariaKeys={ariaKeys("enter-request")}
      popup="dialog"
      off={off}
      onPress={onPress}
    >
      <span className="top__hide">{enterWords.button}</span>
    </Button>
  );
}

type UrgentProps = { open: number; onPress: () => void };

function Urgent({ open, onPress }: UrgentProps) {
  return (
    <button
      type="button"
      className={`top__link top__button${open > 0 ? " top__urgent" : ""}`}
      aria-label={en.top.urgentLabel(open)}
      onClick={onPress}
    >
      <Icon name="today" />
      <b>{en.top.urgent(open)}</b>
    </button>
  );
}

type LinkProps = { status: StatusView; practising: boolean };

function Link({ status, practising }: LinkProps) {
  if (practising) {
    return (
      <span className="top__link top__hide">
        <Icon name="offline" />
        {practiseWords.link}
      </span>
    );
  }
  const connected = status.link === "online";
  return (
    <span className="top__link" role="status">
      <Icon name={connected || status.link === "reconnecting" ? "online" : "offline"} />
      {connected ? en.link[status.link] : <b>{en.link[status.link]}</b>}{" "}
      <span>{status.asAt === null ? en.neverSynced : en.asAt(fmtTime(status.asAt.local))}</span>
    </span>
  );
}
