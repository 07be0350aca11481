import { useState } from "react";
import { usePlace } from "../../app/place";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { useAsked, useHost } from "../../host/context";
import type { AttentionView, SessionView } from "../../host/host";
import { attentionWords as words } from "../../words/attention";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { fmtCount } from "../../words/format";
import { NoReader } from "../reader/Reader";
import { namesOf } from "../triage/names";
import { AttentionList, type ItemId, itemsOf } from "./AttentionList";
import { Conflict } from "./Conflict";
import { Failed } from "./Failed";
import { Unreadable } from "./Unreadable";
import { Waiting } from "./Waiting";

type AttentionProps = { session: SessionView; onPane: (pane: "list" | "reader") => void };

/** Everything that did not simply reach the provider. */
export function Attention({ session, onPane }: AttentionProps) {
  const host = useHost();
  const { asked, again } = useAsked("attention", ["attention", "status", "time"], (from) => from.attention());
  const [wanted, setWanted] = useState<ItemId | null>(null);
  const names = namesOf(session);

  if (asked.state !== "here") {
    return (
      <section className="list" aria-label={words.region} data-region="list">
        {asked.state === "failed" && (
          <Empty icon="alert" title={en.queue.failed}>
            <p>{errorText(asked.error)}</p>
            <Button onPress={() => void again()}>{en.queue.tryAgain}</Button>
          </Empty>
        )}
      </section>
    );
  }
  const view = asked.value;
  const items = itemsOf(view);
  const chosen = items.find((item) => item === wanted) ?? items[0] ?? null;
  const problems = view.conflicts.length + view.failed.length + view.unreadable.length;
  return (
    <>
      <section className="list" aria-label={words.region} data-region="list" data-scope="conflict">
        <div className="list__head">
          <h1>
            {words.region} <span>{fmtCount(problems)}</span>
          </h1>
          <p>{words.order}</p>
          <Button onPress={() => void host.syncNow().catch(() => undefined)}>{words.sendNow}</Button>
        </div>
        {items.length === 0 ? (
          <Empty icon="check" title={words.empty}>
            <p>{words.emptyHint}</p>
            <p>{words.sentToday(view.sentToday)}</p>
          </Empty>
        ) : (
          <AttentionList
            view={view}
            names={names}
            chosen={chosen}
            onChoose={(item) => {
              setWanted(item);
              onPane("reader");
            }}
          />
        )}
      </section>
      <Detail view={view} item={chosen} session={session} />
    </>
  );
}

type DetailProps = { view: AttentionView; item: ItemId | null; session: SessionView };

function Detail({ view, item, session }: DetailProps) {
  const { go } = usePlace();
  const names = namesOf(session);
  const open = (requestId: string) => go({ kind: "view", view: "all-open", requestId });
  const conflict = view.conflicts.find((entry) => `conflict/${entry.opId}` === item);
  if (conflict !== undefined)
    return (
      <Conflict
        key={conflict.opId}
        conflict={conflict}
        names={names}
        onOpen={() => open(conflict.requestId)}
      />
    );
  const failed = view.failed.find((entry) => `failed/${entry.opId}` === item);
  if (failed !== undefined)
    return <Failed failed={failed} names={names} onOpen={() => open(failed.requestId)} />;
  const waiting = view.waiting.find((entry) => `waiting/${entry.opId}` === item);
  if (waiting !== undefined)
    return <Waiting waiting={waiting} names={names} onOpen={() => open(waiting.requestId)} />;
  const unreadable = view.unreadable.find((entry) => `unreadable/${entry.reference}` === item);
  if (unreadable !== undefined) return <Unreadable unreadable={unreadable} />;
  return (
    <NoReader title={words.emptyWaiting}>
      <p>{words.emptyWaitingHint}</p>
    </NoReader>
  );
}
