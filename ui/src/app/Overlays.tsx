import { useRef } from "react";
import type { SessionView } from "../host/host";
import { EnterDialog } from "../screens/enter/EnterDialog";
import { useKeptEntry } from "../screens/enter/useKeptEntry";
import { MinutesDialog } from "../screens/minutes/MinutesDialog";
import { Outage } from "../screens/outage/Outage";
import { en } from "../words/en";
import { HelpDialogs } from "./HelpDialogs";
import { LastActions } from "./LastActions";
import { Palette } from "./Palette";
import type { Over } from "./useOverlays";
import type { AroundUndo } from "./useUndo";

type OverlaysProps = { over: Over; session: SessionView; around: AroundUndo };

/** What lies over the desk. A request that is being entered is kept here until it is saved or the person switches. */
export function Overlays({ over, session, around }: OverlaysProps) {
  const kept = useKeptEntry();
  const asked = useRef(false);

  function entered(requestId: string, name: string) {
    asked.current = false;
    kept.renew();
    over.entered(requestId, name);
  }

  function closeEntry() {
    kept.keep();
    over.close();
    if (asked.current) over.readAgain();
    asked.current = false;
  }

  if (over.shown === "help" || over.shown === "report")
    return <HelpDialogs shown={over.shown} onShow={over.open} onClose={over.close} />;
  if (over.shown === "palette") return <Palette onClose={over.close} />;
  if (over.shown === "actions") return <LastActions session={session} around={around} onClose={over.close} />;
  if (over.shown === "minutes") return <MinutesDialog onStarted={over.minutesStarted} onClose={over.close} />;
  if (over.shown === "outage")
    return <Outage practice={session.practice ?? en.product} onClose={over.close} />;
  if (over.shown !== "enter") return null;
  return (
    <EnterDialog
      kept={kept}
      onEntered={entered}
      onAsked={() => {
        asked.current = true;
      }}
      onClose={closeEntry}
    />
  );
}
