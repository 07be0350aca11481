import { Icon } from "../components/Icon";
import type { Asked } from "../host/context";
import type { SavedViewForm, SetupView } from "../host/host";
import { en } from "../words/en";
import { savedWords as words } from "../words/saved";
import { type Place, usePlace } from "./place";
import { useSetup } from "./setup";

/** The saved view that is on screen: its words stand in the search field of its view. */
export function useOpenSavedView(): SavedViewForm | null {
  const { place, search } = usePlace();
  return savedViewAt(useSetup(), place, search);
}

export function savedViewAt(setup: Asked<SetupView>, place: Place, search: string): SavedViewForm | null {
  if (setup.state !== "here" || place.kind !== "view" || search === "") return null;
  const { view } = place;
  return setup.value.savedViews.find((saved) => saved.view === view && saved.search === search) ?? null;
}

/** A person's own views under those of the rail; nothing where there are none. */
export function SavedViews() {
  const setup = useSetup();
  const { lookFor } = usePlace();
  const open = useOpenSavedView();
  if (setup.state !== "here" || setup.value.savedViews.length === 0) return null;
  return (
    <>
      <h2 className="rail__title">{words.title}</h2>
      {setup.value.savedViews.map((saved) => (
        <button
          key={saved.name}
          type="button"
          className="nav"
          aria-current={saved === open ? "page" : undefined}
          title={words.looks(en.view[saved.view], saved.search)}
          onClick={() => lookFor(saved.view, saved.search)}
        >
          <Icon name="pin" />
          <span>{saved.name}</span>
        </button>
      ))}
    </>
  );
}
