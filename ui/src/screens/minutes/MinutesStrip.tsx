import { usePlace } from "../../app/place";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { useAsked, useHost } from "../../host/context";
import type { MinutesView } from "../../host/host";
import { minutesWords as words } from "../../words/minutes";

export function useMinutes(): MinutesView | null {
  const { asked } = useAsked("minutes", ["queue", "status"], (host) => host.minutes());
  return asked.state === "here" ? asked.value : null;
}

/** How far the person has got, and the way out. Nothing counts down. */
export function MinutesStrip() {
  const host = useHost();
  const { go } = usePlace();
  const view = useMinutes();
  if (view === null || view.left === 0) return null;
  return (
    <p className="arrivals arrivals--still" role="status">
      <span>
        <b>{words.progress(view)}</b>
        {words.leftOut(view.leftOut)}
      </span>
      <span className="spacer" />
      <Button
        kind="quiet"
        onPress={() => {
          void host.stopMinutes().catch(() => null);
          go({ kind: "view", view: "mine" });
        }}
      >
        {words.stop}
      </Button>
    </p>
  );
}

/** The end: everything that was planned is done, or nothing fitted. */
export function MinutesEnd() {
  const { go } = usePlace();
  const view = useMinutes();
  return (
    <Empty icon="check" title={view === null || view.total === 0 ? words.none : words.done(view)}>
      {view !== null && view.leftOut > 0 && <p>{words.leftOut(view.leftOut)}</p>}
      <Button onPress={() => go({ kind: "view", view: "mine" })}>{words.back}</Button>
    </Empty>
  );
}
