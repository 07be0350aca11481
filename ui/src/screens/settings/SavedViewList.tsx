import type { SavedViewForm } from "../../host/host";
import { en } from "../../words/en";
import { savedWords as words } from "../../words/saved";
import { moved } from "./draft";
import { FaultOf, Field } from "./Field";
import { ItemButtons } from "./ItemButtons";
import type { Fault } from "./useSettings";

type SavedViewListProps = {
  views: readonly SavedViewForm[];
  fault: Fault | null;
  onChange: (views: readonly SavedViewForm[]) => void;
};

/** A person's own views: their names, their order, and away with them. */
export function SavedViewList({ views, fault, onChange }: SavedViewListProps) {
  if (views.length === 0) return <p className="field__hint">{words.none}</p>;
  return (
    <>
      <FaultOf field="savedViews" fault={fault} />
      <ul className="setting-list">
        {views.map((saved, index) => (
          <li key={index} className="setting-item">
            <Field
              label={words.looks(en.view[saved.view], saved.search)}
              field={`savedViews.${index}.name`}
              fault={fault}
            >
              {(control) => (
                <input
                  {...control}
                  className="input"
                  autoComplete="off"
                  value={saved.name}
                  onChange={(event) => onChange(named(views, index, event.target.value))}
                />
              )}
            </Field>
            <ItemButtons
              name={saved.name.trim() === "" ? words.unnamed : saved.name}
              index={index}
              count={views.length}
              onMove={(step) => onChange(moved(views, index, step))}
              onRemove={() => onChange(views.filter((other) => other !== saved))}
            />
          </li>
        ))}
      </ul>
    </>
  );
}

function named(views: readonly SavedViewForm[], index: number, name: string): SavedViewForm[] {
  return views.map((saved, at) => (at === index ? { ...saved, name } : saved));
}
