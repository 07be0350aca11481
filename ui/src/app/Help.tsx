import { useRef, useState } from "react";
import { Button } from "../components/Button";
import { Dialog } from "../components/Dialog";
import { Empty } from "../components/Empty";
import { SearchField } from "../components/SearchField";
import { commandLabel } from "../core/commands";
import { helpWords as words } from "../words/help";
import { HelpKeys, isKeyOf, keysAbout } from "./HelpKeys";
import { HelpTopics, topicsAbout } from "./HelpTopics";
import { useKeyMode } from "./setup";

type HelpProps = { onReport: () => void; onClose: () => void };

/** Topics in plain words, and all keys from the table that also drives them. Asks nobody, so that it is there offline. */
export function Help({ onReport, onClose }: HelpProps) {
  const mode = useKeyMode();
  const [search, setSearch] = useState("");
  const results = useRef<HTMLDivElement>(null);
  const typed = search.trim();
  const topics = topicsAbout(typed);
  const groups = keysAbout(typed, mode);
  const isKeyTyped = typed !== "" && isKeyOf(groups, typed);
  const found = topics.length + groups.reduce((sum, group) => sum + group.entries.length, 0);
  return (
    <Dialog title={words.title} className="help" onClose={onClose}>
      <SearchField
        value={search}
        label={words.search}
        onChange={setSearch}
        onLeave={() => results.current?.focus()}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it */}
      <div ref={results} className="help__found" role="region" aria-label={words.results} tabIndex={0}>
        {found === 0 && (
          <Empty icon="search" title={words.none(typed)}>
            <p>{words.noneHint}</p>
          </Empty>
        )}
        {!isKeyTyped && <HelpTopics topics={topics} open={typed !== ""} />}
        <HelpKeys groups={groups} intro={mode === "single-keys" ? words.intro : words.introNoSingle} />
        {isKeyTyped && <HelpTopics topics={topics} open />}
      </div>
      <p className="sr" role="status">
        {typed === "" ? "" : words.found(found)}
      </p>
      <div className="popover__buttons">
        <Button tall chord="Esc" onPress={onClose}>
          {words.close}
        </Button>
        <Button tall popup="dialog" icon="note" onPress={onReport}>
          {commandLabel("report")}
        </Button>
      </div>
    </Dialog>
  );
}
