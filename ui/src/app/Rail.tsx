import { Icon, type IconName } from "../components/Icon";
import { ariaKeys, type CommandId } from "../core/commands";
import type { RailView } from "../host/host";
import { type RailViewId, railCount, VIEW_IDS } from "../screens/queue/views";
import { en } from "../words/en";
import { fmtCount } from "../words/format";
import { type Place, usePlace } from "./place";
import { SavedViews, useOpenSavedView } from "./SavedViews";

type RailProps = {
  rail: RailView | null;
  /** Changes to the settings are waiting to be saved. */
  unsaved: boolean;
};

const ICONS: Record<RailViewId, IconName> = {
  unassigned: "tray",
  urgent: "alert",
  mine: "person",
  team: "team",
  waiting: "wait",
  held: "held",
  "done-today": "check",
  "all-open": "all",
};

const KEYS: Record<RailViewId, CommandId> = {
  unassigned: "view-1",
  urgent: "view-2",
  mine: "view-3",
  team: "view-4",
  waiting: "view-5",
  held: "view-6",
  "done-today": "view-7",
  "all-open": "view-8",
};

/** The views, each with its count, and below them what is not a queue. */
export function Rail({ rail, unsaved }: RailProps) {
  const { place, go } = usePlace();
  const saved = useOpenSavedView();
  const isHere = (other: Place) =>
    place.kind === other.kind &&
    (place.kind !== "view" || (other.kind === "view" && place.view === other.view && saved === null));
  return (
    <nav className="rail" aria-label={en.views} data-region="rail">
      {VIEW_IDS.map((view) => (
        <button
          key={view}
          type="button"
          className="nav"
          aria-current={isHere({ kind: "view", view }) ? "page" : undefined}
          aria-keyshortcuts={ariaKeys(KEYS[view])}
          onClick={() => go({ kind: "view", view })}
        >
          <Icon name={ICONS[view]} />
          <span>
            {view === "waiting" ? en.viewShort.waiting : en.view[view]}
            {view === "waiting" && <span className="sr">{en.viewShort.rest}</span>}
          </span>
          {rail !== null && <Count view={view} count={railCount(rail, view)} />}
        </button>
      ))}
      <SavedViews />
      <div className="rail__foot">
        <hr className="rail__rule" />
        <button
          type="button"
          className="nav"
          aria-current={isHere({ kind: "attention" }) ? "page" : undefined}
          aria-keyshortcuts={ariaKeys("attention")}
          onClick={() => go({ kind: "attention" })}
        >
          <Icon name="outbox" />
          <span>{en.attention}</span>
          {rail !== null && rail.attention > 0 && (
            <span className="nav__count">
              <span className="tag tag--conflict">{fmtCount(rail.attention)}</span>
            </span>
          )}
        </button>
        <button
          type="button"
          className="nav"
          aria-current={isHere({ kind: "workload" }) ? "page" : undefined}
          aria-keyshortcuts={ariaKeys("workload")}
          onClick={() => go({ kind: "workload" })}
        >
          <Icon name="chart" />
          <span>{en.workload}</span>
        </button>
        <button
          type="button"
          className="nav"
          aria-current={isHere({ kind: "settings" }) ? "page" : undefined}
          aria-keyshortcuts={ariaKeys("settings")}
          onClick={() => go({ kind: "settings" })}
        >
          <Icon name="settings" />
          <span>{en.settings}</span> {unsaved && <span className="nav__count">{en.settingsUnsaved}</span>}
        </button>
      </div>
    </nav>
  );
}

type CountProps = { view: RailViewId; count: number };

function Count({ view, count }: CountProps) {
  const urgent = view === "urgent" && count > 0;
  return <span className={`nav__count${urgent ? " nav__count--urgent" : ""}`}>{fmtCount(count)}</span>;
}
