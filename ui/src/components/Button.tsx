import type { ReactNode, Ref } from "react";
import { Icon, type IconName } from "./Icon";
import { Key } from "./Key";

type ButtonProps = {
  children?: ReactNode;
  icon?: IconName;
  endIcon?: IconName;
  chord?: string;
  ariaKeys?: string;
  kind?: "plain" | "primary" | "quiet" | "icon";
  tall?: boolean;
  /** Why the button does nothing; it stays reachable and says so. */
  off?: string | null;
  label?: string;
  /** Shown on hover, where its words have no room. */
  hint?: string;
  expanded?: boolean;
  popup?: "dialog" | "listbox" | "menu";
  pressed?: boolean;
  submit?: boolean;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
  onPress?: () => void;
};

export function Button(props: ButtonProps) {
  const { kind = "plain", tall = false, off = null, className = "" } = props;
  const classes = [
    "button",
    kind === "plain" ? "" : `button--${kind}`,
    tall ? "button--tall" : "",
    className,
  ];
  return (
    <button
      ref={props.ref}
      type={props.submit ? "submit" : "button"}
      className={classes.filter((name) => name !== "").join(" ")}
      aria-label={props.label}
      aria-keyshortcuts={props.ariaKeys}
      aria-expanded={props.expanded}
      aria-haspopup={props.popup}
      aria-pressed={props.pressed}
      aria-disabled={off === null ? undefined : true}
      title={off ?? props.hint}
      onClick={props.onPress}
    >
      {props.icon && <Icon name={props.icon} />}
      {props.children}
      {props.endIcon && <Icon name={props.endIcon} />}
      {props.chord && <Key chord={props.chord} />}
    </button>
  );
}
