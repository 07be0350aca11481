import { useEffect, useRef, useState } from "react";
import { Button } from "../components/Button";
import type { SessionView, StatusView } from "../host/host";
import { en } from "../words/en";
import { UserMenuList } from "./UserMenuList";
import type { Overlay } from "./useOverlays";

type UserMenuProps = {
  session: SessionView;
  status: StatusView | null;
  onOpen: (overlay: Overlay) => void;
  onPractise: () => void;
};

/** Who is working here, and what belongs to the person and not to a request. */
export function UserMenu({ session, status, onOpen, onPractise }: UserMenuProps) {
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { staff } = session;

  useEffect(() => {
    if (!open) return;
    const outside = (event: Event) => {
      if (event.target instanceof Node && !place.current?.contains(event.target)) setOpen(false);
    };
    window.addEventListener("pointerdown", outside);
    return () => window.removeEventListener("pointerdown", outside);
  }, [open]);

  function close() {
    setOpen(false);
    button.current?.focus();
  }

  if (staff === null) return null;
  return (
    <div className="user" ref={place}>
      <Button
        ref={button}
        icon="person"
        endIcon="down"
        popup="menu"
        expanded={open}
        label={en.top.user(staff.name, en.role[staff.role])}
        onPress={() => setOpen(!open)}
      >
        <span>
          <b>{staff.name}</b>
          <span className="top__hide">, {en.role[staff.role]}</span>
        </span>
      </Button>
      {open && (
        <UserMenuList
          offline={status?.link === "working-offline"}
          version={session.version}
          limits={session.limits}
          practising={session.practising}
          onOpen={onOpen}
          onPractise={onPractise}
          onClose={close}
        />
      )}
    </div>
  );
}
