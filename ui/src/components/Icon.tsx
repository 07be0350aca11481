import type { ReactNode } from "react";

/** The drawings: 16 by 16, 1.5 stroke, in the colour of the text around them. */
const DRAWINGS = {
  again: (
    <>
      <path d="M13 6.500A5.3 5.3 0 0 0 3.3 5.500M3 9.500a5.3 5.3 0 0 0 9.7 1" />
      <path d="M3 2.500v3h3M13 13.500v-3h-3" />
    </>
  ),
  alert: (
    <>
      <path d="M8 2 14.5 13.5h-13z" />
      <path d="M8 6.5v3.2M8 11.6v.1" />
    </>
  ),
  all: (
    <>
      <path d="M2.5 4h11M2.5 8h11M2.5 12h11" />
    </>
  ),
  changed: (
    <>
      <path d="M2.5 5.500h9M9 3l2.5 2.500L9 8M13.5 10.500h-9M7 8l-2.5 2.500L7 13" />
    </>
  ),
  chart: (
    <>
      <path d="M2.5 2.500v11h11" />
      <path d="M5.5 11V8.500M8.5 11V5M11.5 11V7" />
    </>
  ),
  check: (
    <>
      <path d="m2.8 8.5 3.4 3.5 7-8" />
    </>
  ),
  child: (
    <>
      <circle cx="5" cy="4.5" r="2" />
      <path d="M1.8 13.500c0-3 1-5 3.2-5s3.2 2 3.2 5" />
      <circle cx="11.7" cy="7" r="1.5" />
      <path d="M9.9 13.500c0-2 .6-3.2 1.8-3.200s1.8 1.2 1.8 3.2" />
    </>
  ),
  clip: (
    <>
      <path d="M12.8 7.3 7.600 12.5a3 3 0 0 1-4.200-4.200L8.600 3a2 2 0 0 1 2.800 2.800L6.300 11a1 1 0 0 1-1.400-1.400L9.600 4.900" />
    </>
  ),
  close: (
    <>
      <path d="m3.5 3.5 9 9M12.5 3.500l-9 9" />
    </>
  ),
  disk: (
    <>
      <path d="M2.5 2.500h9l2 2v9h-11z" />
      <path d="M5 2.500v3.500h5V2.500M5 13.500V9.500h6v4" />
    </>
  ),
  down: (
    <>
      <path d="m4 6.2 4 4 4-4" />
    </>
  ),
  "emergency-line": (
    <>
      <path d="M5.4 1.5h5.2l3.9 3.9v5.2l-3.9 3.9H5.4l-3.9-3.9V5.4z" />
      <path d="M8 4.6v4M8 11.3v.1" strokeWidth="2" />
    </>
  ),
  flag: (
    <>
      <path d="M3.5 14V2.500h8.800L10.5 5.700l1.8 3.300H3.5" />
    </>
  ),
  fork: (
    <>
      <path d="M8 14V9.500M8 9.500C8 6.5 3.5 7 3.5 2.500M8 9.500C8 6.5 12.5 7 12.5 2.5" />
    </>
  ),
  left: (
    <>
      <path d="m9.8 4-4 4 4 4" />
    </>
  ),
  mark: (
    <>
      <path d="M2 3.5h12M2 8h8M2 12.5h4" strokeWidth="2.5" />
    </>
  ),
  "no-answer": (
    <>
      <path d="M2 2.500h12v8.500H7.500L4.500 13.800V11H2z" />
      <path d="m6 4.800 4 4M10 4.800l-4 4" />
    </>
  ),
  note: (
    <>
      <path d="M2.5 2.500h11v7l-4 4h-7z" />
      <path d="M9.5 13.300V9.500h3.8" />
    </>
  ),
  offline: (
    <>
      <path d="M2 6.500a8.5 8.5 0 0 1 12 0M4.5 9.200a5 5 0 0 1 7 0M8 12.300v.1" />
      <path d="m2.5 13.5 11-11" />
    </>
  ),
  online: (
    <>
      <path d="M2 6.500a8.5 8.5 0 0 1 12 0M4.5 9.200a5 5 0 0 1 7 0M8 12.300v.1" />
    </>
  ),
  outbox: (
    <>
      <path d="M2.5 9.500V13h11V9.5" />
      <path d="M8 10V2.800M5 5.500l3-3 3 3" />
    </>
  ),
  pen: (
    <>
      <path d="m3 13 .6-2.900L11 2.700l2.3 2.3-7.4 7.400z" />
    </>
  ),
  person: (
    <>
      <circle cx="8" cy="5" r="2.7" />
      <path d="M2.8 14c.5-3 2.5-4.5 5.2-4.5s4.7 1.5 5.2 4.5" />
    </>
  ),
  photo: (
    <>
      <rect x="2" y="3" width="12" height="10" rx="1" />
      <path d="m2.5 11.5 3.3-3.5 2.7 2.7 1.8-1.8 3 3" />
      <circle cx="10.7" cy="6" r="1" />
    </>
  ),
  pin: (
    <>
      <path d="M5.5 2h5M6.2 2v4.500L4 9h8L9.8 6.500V2M8 9v5" />
    </>
  ),
  plus: (
    <>
      <path d="M8 3v10M3 8h10" />
    </>
  ),
  reply: (
    <>
      <path d="M6 3.5 2.5 7 6 10.5" />
      <path d="M2.5 7H10c2.5 0 3.5 1.8 3.5 5.5" />
    </>
  ),
  right: (
    <>
      <path d="m6.2 4 4 4-4 4" />
    </>
  ),
  routine: (
    <>
      <circle cx="8" cy="8" r="5.2" />
    </>
  ),
  search: (
    <>
      <circle cx="7" cy="7" r="4.3" />
      <path d="m10.3 10.3 3.5 3.5" />
    </>
  ),
  send: (
    <>
      <path d="M2.5 8 13.5 2.5 11 13.5 7.5 9.500z" />
      <path d="M7.5 9.500l6-7" />
    </>
  ),
  settings: (
    <>
      <path d="M2 4.500h6.500M12 4.500h2M2 11.500h2M7.500 11.500H14" />
      <circle cx="10.2" cy="4.5" r="1.8" />
      <circle cx="5.8" cy="11.5" r="1.8" />
    </>
  ),
  soon: (
    <>
      <path d="M8 1.8 14.2 8 8 14.2 1.8 8z" />
      <path fill="currentColor" stroke="none" d="M8 1.8 8 14.2 1.8 8z" />
    </>
  ),
  team: (
    <>
      <circle cx="6" cy="5.2" r="2.4" />
      <path d="M1.5 13.500c.4-2.7 2.2-4 4.5-4s4.1 1.3 4.5 4" />
      <path d="M10.5 3a2.3 2.3 0 0 1 0 4.500M12.3 9.800c1.3.6 2 1.9 2.3 3.7" />
    </>
  ),
  today: (
    <>
      <path fill="currentColor" stroke="none" d="M8 1.5 15.2 14.5H.8z" />
    </>
  ),
  tray: (
    <>
      <path d="M2 9.5 4 3h8l2 6.5V13H2z" />
      <path d="M2 9.5h3.5l1 1.8h3l1-1.8H14" />
    </>
  ),
  undo: (
    <>
      <path d="M5.5 3 2.5 6l3 3" />
      <path d="M2.5 6H9.500a4 4 0 0 1 0 8H6" />
    </>
  ),
  up: (
    <>
      <path d="m4 9.8 4-4 4 4" />
    </>
  ),
  wait: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.500V8l2.5 1.8" />
    </>
  ),
  held: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.2 5.500v5" />
      <path d="M9.800 5.500v5" />
    </>
  ),
  windows: (
    <>
      <path d="M5.5 5.500h8.500V13.500H5.500z" />
      <path d="M11 3V2.500H2v7h1" />
    </>
  ),
  lock: (
    <>
      <rect x="3.5" y="7" width="9" height="6.5" rx="1" />
      <path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2" />
    </>
  ),
  audit: (
    <>
      <path d="M3.5 2h6.500l2.5 2.500V14h-9z" />
      <path d="M5.8 7h4.400M5.8 10h4.4" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

export const ICON_NAMES = Object.keys(DRAWINGS).filter((name): name is IconName => name in DRAWINGS);

type IconProps = { name: IconName };

export function Icon({ name }: IconProps) {
  return (
    <svg className="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      {DRAWINGS[name]}
    </svg>
  );
}
