import { SyncMark } from "../../components/SyncMark";
import { Tag } from "../../components/Tag";
import type { EventView } from "../../host/host";
import { briefly, decisionText, type Names } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { readerWords } from "../../words/reader";
import { keysOf } from "./keys";

type EventsProps = { events: readonly EventView[]; names: Names };

const { events: words } = readerWords;

/** What somebody at this PC did about the request, oldest first, with how far it has got. */
export function Events({ events, names }: EventsProps) {
  if (events.length === 0) return <p className="meta entry">{words.none}</p>;
  const keys = keysOf(events.map((event) => `${event.at.iso} ${JSON.stringify(event.what)}`));
  return (
    <ol className="history">
      {events.map((event, index) => (
        <li key={keys[index]}>
          <time dateTime={event.at.iso}>{fmtMoment(event.at)}</time>
          <span className="history__what select-text">
            <What event={event} names={names} />
          </span>
          <span className="history__by">
            {event.by} {event.withdrawn && <Tag icon="undo">{words.takenBack}</Tag>}
            <SyncMark sync={event.sync} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What is told: who merely had the request open is told while it lasts, and would bury what was decided. */
export function eventsToShow(events: readonly EventView[]): EventView[] {
  return events.filter(({ what, sync }) => {
    const isPresence = what.kind === "claim" || what.kind === "release";
    return !isPresence || sync === "conflict" || sync === "failed";
  });
}

type WhatProps = { event: EventView; names: Names };

/** Texts stand in full in the thread or among the notes; one that was taken back stands here alone. */
function What({ event: { what, ownerName, withdrawn }, names }: WhatProps) {
  if (!withdrawn) return decisionText(briefly(what), ownerName, names);
  return <s>{decisionText(what, ownerName, names)}</s>;
}
