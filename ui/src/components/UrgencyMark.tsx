import type { Urgency } from "../host/host";
import { en } from "../words/en";
import { Icon, type IconName } from "./Icon";

const SHAPE = {
  emergency: { icon: "emergency-line", name: "emergency" },
  "urgent-today": { icon: "today", name: "today" },
  soon: { icon: "soon", name: "soon" },
  routine: { icon: "routine", name: "routine" },
} satisfies Record<Urgency, { icon: IconName; name: string }>;

type UrgencyMarkProps = { urgency: Urgency; className?: string };

/** Urgency as a shape and its word, never by colour alone. */
export function UrgencyMark({ urgency, className = "" }: UrgencyMarkProps) {
  const { icon, name } = SHAPE[urgency];
  return (
    <span className={className}>
      <span className={`urgency urgency--${name}`}>
        <Icon name={icon} />
        {en.urgency[urgency]}
      </span>
    </span>
  );
}
