import { Icon } from "../components/Icon";
import type { SavedViewForm } from "../host/host";
import { en } from "../words/en";
import { savedWords as words } from "../words/saved";
import { usePlace } from "./place";
import { useSetup } from "./setup";

/** The saved view that is on screen: its words stand in the search field of its view. */
export function useOpenSavedView(): SavedViewForm | null {
  const setup = useSetup();
  const { place, search } = usePlace();
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
