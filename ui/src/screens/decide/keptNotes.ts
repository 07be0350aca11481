/** Notes begun and not saved, by request, so that closing the box loses nothing while the window is open. */
export const keptNotes = new Map<string, string>();
