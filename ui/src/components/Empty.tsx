import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

type EmptyProps = { icon: IconName; title: string; children?: ReactNode };

/** What stands where content would be: says why there is none and what to do. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div className="empty">
      <Icon name={icon} />
      <b>{title}</b>
      {children}
    </div>
  );
}
