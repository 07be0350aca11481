import type { ConflictView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import type { Names } from "../../words/decide";
import { en } from "../../words/en";
import { Banner } from "../reader/Banner";
import { Compare } from "./Compare";
import { DecideConflict } from "./DecideConflict";

type ConflictProps = { conflict: ConflictView; names: Names; onOpen: () => void };

/** Two people decided about one request: the three states side by side, and the choice by two keys. */
export function Conflict({ conflict, names, onOpen }: ConflictProps) {
  const title = words.title(conflict.changedBy ?? words.someone);
  const inForce = [en.urgency[conflict.there.urgency], en.owner.of(conflict.there.owner)].join(", ");
  return (
    <main className="reader" aria-label={title} data-scope="conflict" data-region="reader">
      <Banner patient={conflict.patient} sentBy={null} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it */}
      <div className="conflict" tabIndex={0} role="region" aria-label={words.caption}>
        <div>
          <h2>{title}</h2>
          <p className="small">
            {words.safe} <b>{inForce}</b>.
          </p>
        </div>
        <Compare conflict={conflict} />
      </div>
      <DecideConflict conflict={conflict} names={names} onOpen={onOpen} />
    </main>
  );
}
