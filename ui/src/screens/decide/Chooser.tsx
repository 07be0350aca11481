import type { ReactNode } from "react";
import { Icon } from "../../components/Icon";
import { decideWords } from "../../words/decide";
import { ActionPopover } from "./ActionPopover";
import { ChooserFoot } from "./ChooserFoot";
import { ChooserGroup } from "./ChooserGroup";
import { ChooserOption } from "./ChooserOption";
import { groupsOf, type ListedChoice } from "./choices";
import { useChooser } from "./useChooser";

type ChooserProps<Listed extends ListedChoice> = {
  title: string;
  choices: readonly Listed[];
  /** The next request opens after the choice. */
  advances: boolean;
  children?: ReactNode;
  /** Stands in place of the list where there is nothing to choose at all. */
  none?: ReactNode;
  onChoose: (choice: Listed) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

/** A list by the action bar: a digit commits, letters find, Escape changes nothing. */
export function Chooser<Listed extends ListedChoice>(props: ChooserProps<Listed>) {
  const { title, choices, advances, children, none } = props;
  const { field, listId, typed, find, shown, marked, press, choose } = useChooser(props);
  return (
    <ActionPopover
      title={title}
      head={
        <>
          <div className="search mt-2">
            <Icon name="search" />
            <input
              ref={field}
              type="text"
              role="combobox"
              aria-label={decideWords.filterLabel}
              aria-expanded="true"
              aria-controls={listId}
              aria-activedescendant={marked === undefined ? undefined : `${listId}-${marked.id}`}
              placeholder={decideWords.filter}
              autoComplete="off"
              spellCheck={false}
              value={typed}
              onChange={(event) => find(event.target.value)}
            />
          </div>
          {children}
        </>
      }
      onKeyDown={press}
    >
      <div className="menu" role="listbox" id={listId} aria-label={title} tabIndex={-1}>
        {groupsOf(shown).map(({ group, choices: grouped }) => (
          <ChooserGroup key={grouped[0]?.id} name={group}>
            {grouped.map((choice) => (
              <ChooserOption
                key={choice.id}
                id={`${listId}-${choice.id}`}
                choice={choice}
                marked={choice === marked}
                onPress={() => choose(choice)}
              />
            ))}
          </ChooserGroup>
        ))}
        {shown.length === 0 && choices.length > 0 && <p className="popover__none">{decideWords.noChoice}</p>}
      </div>
      {choices.length === 0 && none}
      {choices.length > 0 && <ChooserFoot choices={choices} advances={advances} />}
    </ActionPopover>
  );
}
