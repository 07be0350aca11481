import { Icon, type IconName } from "../components/Icon";
import { Key } from "../components/Key";

type UserMenuItemProps = { label: string; hint?: string; icon: IconName; chord: string; onPress: () => void };

/** One line of the person's menu with its key. */
export function UserMenuItem({ label, hint, icon, chord, onPress }: UserMenuItemProps) {
  return (
    <button type="button" role="menuitem" className="option user__item" onClick={onPress}>
      <Icon name={icon} />
      <span className="option__what">
        {label}
        {hint !== undefined && <span className="option__hint meta">{hint}</span>}
      </span>
      <Key chord={chord} />
    </button>
  );
}
