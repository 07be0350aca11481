/** The staff and lists of the practice in memory. Everybody here is invented. */

import type { DispositionView, ModeView, StaffView, TeamView } from "../bindings";

export const PRACTICE = "Meadow Lane Surgery";
export const ODS_CODE = "Z99001";
export const SERVER = "https://consult.example";

export const PEOPLE: StaffView[] = [
  { id: "p-carys", name: "Carys Evans", role: "receptionist" },
  { id: "p-priya", name: "Priya Nair", role: "receptionist" },
  { id: "p-rees", name: "Dr Anwen Rees", role: "gp" },
  { id: "p-shah", name: "Dr Imran Shah", role: "gp" },
  { id: "p-lowe", name: "Dr Beth Lowe", role: "gp" },
  { id: "p-jo", name: "Jo Marsden", role: "manager" },
];

export const TEAMS: TeamView[] = [
  { id: "t-duty", name: "Duty GP" },
  { id: "t-pharmacy", name: "Pharmacist" },
  { id: "t-physio", name: "Physio" },
  { id: "t-nurse", name: "Nurses" },
  { id: "t-admin", name: "Admin team" },
];

export const DISPOSITIONS: DispositionView[] = [
  { code: "advice", label: "Advice by message", group: "message" },
  { code: "phone-today", label: "Telephone today", group: "appointment" },
  { code: "f2f-today", label: "Face to face today", group: "appointment" },
  { code: "f2f-routine", label: "Routine face to face", group: "appointment" },
  { code: "prescription", label: "Prescription issued or changed", group: "document" },
  { code: "test", label: "Test arranged", group: "appointment" },
  { code: "fit-note", label: "Fit note issued", group: "document" },
  { code: "letter", label: "Letter or form done", group: "document" },
  { code: "pharmacy", label: "Community pharmacy", group: "signpost" },
  { code: "none", label: "No action needed", group: "none" },
  { code: "phone-routine", label: "Routine telephone", group: "appointment" },
  { code: "home", label: "Home visit", group: "appointment" },
  { code: "video", label: "Video", group: "appointment" },
  { code: "referral", label: "Referral made", group: "document" },
  { code: "result", label: "Result given", group: "message" },
  { code: "in-house-pharmacist", label: "Pharmacist in the practice", group: "appointment" },
  { code: "nurse", label: "Nurse or healthcare assistant", group: "appointment" },
  { code: "physio", label: "Physiotherapist", group: "appointment" },
  { code: "mental-health", label: "Mental health worker", group: "appointment" },
  { code: "social", label: "Social prescriber", group: "appointment" },
  { code: "self-referral", label: "Self-referral service", group: "signpost" },
  { code: "999", label: "A&E or 999", group: "signpost" },
  { code: "111", label: "111, out of hours", group: "signpost" },
  { code: "not-ours", label: "Not our patient", group: "none" },
  { code: "duplicate", label: "Duplicate", group: "none" },
  { code: "no-reply", label: "Withdrawn or no reply from patient", group: "none" },
];

export const MODES: ModeView[] = [
  { code: "message", label: "Message" },
  { code: "telephone", label: "Telephone" },
  { code: "video", label: "Video" },
  { code: "face-to-face", label: "Face to face" },
  { code: "home-visit", label: "Home visit" },
];
