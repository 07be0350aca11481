import { Icon } from "../components/Icon";
import { en } from "../words/en";
import { savedWords as words } from "../words/saved";
import { usePlace } from "./place";
import { useSetup } from "./setup";

/** A person's own views under those of the rail; nothing where there are none. */
export function SavedViews() {
  const setup = useSetup();
  const { place, search, lookFor } = usePlace();
  if (setup.state !== "here" || setup.value.savedViews.length === 0) return null;
  return (
    <>
      <h2 className="rail__title">{words.title}</h2>
      {setup.value.savedViews.map((saved) => {
        const isHere = place.kind === "view" && place.view === saved.view && search === saved.search;
        return (
          <button
            key={saved.name}
            type="button"
            className="nav"
            aria-current={isHere ? "page" : undefined}
            title={words.looks(en.view[saved.view], saved.search)}
            onClick={() => lookFor(saved.view, saved.search)}
          >
            <Icon name="pin" />
            <span>{saved.name}</span>
          </button>
        );
      })}
    </>
  );
}
