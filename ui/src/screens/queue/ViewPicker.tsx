import { usePlace } from "../../app/place";
import { useSetup } from "../../app/setup";
import type { RailView, ViewId } from "../../host/host";
import { en } from "../../words/en";
import { railCount, VIEW_IDS } from "./views";

type ViewPickerProps = { view: ViewId; count: number; rail: RailView | null };

/** Stands in for the rail where there is no room for it. */
export function ViewPicker({ view, count, rail }: ViewPickerProps) {
  const { go, lookFor } = usePlace();
  const setup = useSetup();
  const own = setup.state === "here" ? setup.value.savedViews : [];
  return (
    <select
      className="input list__view"
      aria-label={en.chooseView(en.view[view], count)}
      value={view}
      onChange={(event) => {
        const { value } = event.target;
        const saved = own.find(({ name }) => value === `saved/${name}`);
        if (saved !== undefined) return lookFor(saved.view, saved.search);
        const chosen = VIEW_IDS.find((id) => id === value);
        if (chosen !== undefined) go({ kind: "view", view: chosen });
        else if (value === "attention" || value === "workload" || value === "settings") go({ kind: value });
      }}
    >
      {VIEW_IDS.map((id) => (
        <option key={id} value={id}>
          {en.view[id]} {rail === null ? "" : railCount(rail, id)}
        </option>
      ))}
      {own.map(({ name }) => (
        <option key={name} value={`saved/${name}`}>
          {name}
        </option>
      ))}
      {view === "everything" && <option value={view}>{en.view[view]}</option>}
      <option value="attention">
        {en.attention} {rail === null ? "" : rail.attention}
      </option>
      <option value="workload">{en.workload}</option>
      <option value="settings">{en.settings}</option>
    </select>
  );
}
