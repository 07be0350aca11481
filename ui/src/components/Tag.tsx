import type { ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

type TagProps = {
  children: ReactNode;
  icon?: IconName;
  kind?: "plain" | "attention" | "flag" | "no-answer" | "conflict" | "failed";
};

export function Tag({ children, icon, kind = "plain" }: TagProps) {
  return (
    <span className={kind === "plain" ? "tag" : `tag tag--${kind}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  );
}
