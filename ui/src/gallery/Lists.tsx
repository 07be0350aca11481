import type { StatusView } from "../host/host";
import { QueuePane } from "../screens/queue/QueuePane";
import type { Queue, QueueHead } from "../screens/queue/useQueue";
import { galleryWords } from "../words/gallery";
import { Section, Specimen } from "./Frame";
import { at, type Fixtures } from "./fixtures";

type ListsProps = { fixtures: Fixtures };

const { section, list: words } = galleryWords;

const nothing = () => undefined;
const NONE: ReadonlySet<string> = new Set();

/** Rows of a list that stands still. */
const SHOWN = 6;

export function Lists({ fixtures: { rows, rail, status } }: ListsProps) {
  const head: QueueHead = {
    view: "unassigned",
    total: SHOWN,
    urgent: 2,
    asAt: status.asAt,
    arrivals: 0,
    urgentArrivals: 0,
    arrivalsSince: null,
  };
  const still: Queue = {
    head,
    error: null,
    row: (index) => rows[index],
    moved: 0,
    indexOf: () => -1,
    locate: async () => -1,
    first: async () => [],
    need: nothing,
    refresh: async () => undefined,
  };
  const none: Queue = { ...still, head: { ...head, total: 0 } };
  const show = (name: string, queue: Queue, now: StatusView = status, search = "") => (
    <Specimen name={name} tall={search === "" ? 24 : 34}>
      <QueuePane
        {...{ queue, search, rail }}
        view="unassigned"
        status={now}
        selected={0}
        focusCall={0}
        onSelect={nothing}
        onUnmark={nothing}
        onDecideMarked={nothing}
        onShowNew={nothing}
        staffId=""
        marked={NONE}
        onClearSearch={nothing}
        onSearchAll={nothing}
      />
    </Specimen>
  );
  const arriving = { ...head, arrivals: 3, urgentArrivals: 1, arrivalsSince: at("09:33") };
  return (
    <Section title={section.lists}>
      {show(words.rows, { ...still, head: arriving })}
      {show(words.moved, { ...still, moved: 2 })}
      {show(words.reading, { ...still, row: () => undefined })}
      {show(words.empty, none)}
      {show(words.noMatch, none, status, galleryWords.button.searched)}
      {show(words.notOnPc, { ...none, head: { ...head, total: 0, asAt: null } }, { ...status, asAt: null })}
      {show(words.firstSync, none, { ...status, firstSync: { received: 12_400 } })}
      {show(words.failed, { ...still, head: null, error: { kind: "internal", code: "Q7" } })}
    </Section>
  );
}
