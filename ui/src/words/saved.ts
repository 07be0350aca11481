/** Words of a person's own views. */

export const savedWords = {
  title: "Saved views",
  save: "Save this view",
  saveTitle: "Save this view",
  saveHint: (view: string, search: string) =>
    `${view}, searched for “${search}”. Only you see it, on this PC.`,
  name: "Name",
  saveNow: "Save view",
  saving: "Saving",
  cancel: "Cancel",
  refused: (why: string) => `The view was not saved. ${why}`,
  saved: (name: string) => `“${name}” stands under Saved views now.`,
  intro: "Lists of your own. Search in a view, then press “Save this view”.",
  none: "You have not saved a view yet.",
  looks: (view: string, search: string) => `${view}, searched for “${search}”`,
  unnamed: "Without a name",
} as const;
