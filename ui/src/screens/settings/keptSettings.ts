/** Changes to the settings that are not saved, by id of the person: they outlast going elsewhere and another user. */

import type { Edits } from "./draft";

export type Kept = {
  edits: Edits;
  /** When the practice's part had been changed last as the edits began. */
  since: string | null;
};

export const keptSettings = new Map<string, Kept>();
