import type { RowView } from "../host/host";
import { Placeholder, Row } from "../screens/queue/Row";
import { galleryWords } from "../words/gallery";
import { Section, Specimen } from "./Frame";
import { at, LONG_NAME, plainRow, THURSDAY } from "./fixtures";

type RowsProps = { rows: readonly RowView[] };

const { row: words, section } = galleryWords;

type Named = readonly [name: string, change: Partial<RowView>];

const REPEAT = { ordinal: 2, days: 9 };
const CHANGED = { at: at("09:38"), by: "Jo Marsden" };
const DR_SHAH = { kind: "person", id: "p-shah", name: "Dr Imran Shah" } as const;
const CLOSED = { closed: true, closedAt: at("09:20"), outcome: "Community pharmacy" } as const;

const STATES: readonly Named[] = [
  [words.plain, {}],
  [words.selected, {}],
  [words.emergency, { urgency: "emergency" }],
  [words.urgent, { urgency: "urgent-today" }],
  [words.routine, { urgency: "routine", category: "administrative" }],
  [words.near, { due: { at: at("10:30"), state: "near" } }],
  [words.late, { due: { at: at("09:21"), state: "late" } }],
  [words.held, { heldUntil: at("14:00") }],
  [words.paused, { awaitingPatient: true, due: null }],
  [words.waiting, { awaitingPatient: true, awaitingUntil: THURSDAY, due: null }],
  [words.noAnswer, { noAnswerSince: at("08:00") }],
  [words.answered, { patientAnswered: true }],
  [words.changed, { changed: CHANGED }],
  [words.redFlag, { redFlag: true, repeat: REPEAT }],
  [words.similar, { similarName: true }],
  [words.unmatched, { unmatched: true, name: "MORRIS, Sian", ageYears: null }],
  [words.saved, { sync: "saved" }],
  [words.sending, { sync: "sending" }],
  [words.conflict, { sync: "conflict" }],
  [words.failed, { sync: "failed" }],
  [words.signIn, { sync: "sign-in" }],
  [words.sentBy, { sentBy: "mother", photos: 2, ageYears: 6 }],
  [words.owner, { owner: DR_SHAH }],
  [words.closed, { ...CLOSED, due: null }],
  [words.moved, { moved: true }],
  [words.long, { name: LONG_NAME }],
  [words.longState, { name: LONG_NAME, redFlag: true }],
  [
    words.everything,
    { sync: "conflict", redFlag: true, repeat: REPEAT, similarName: true, changed: CHANGED },
  ],
];

export function Rows({ rows }: RowsProps) {
  const plain = plainRow(rows);
  return (
    <Section title={section.rows}>
      {STATES.map(([name, change], index) => (
        <Specimen key={name} name={name}>
          <div className="gallery__row" role="listbox" aria-label={name}>
            <Row
              row={{ ...plain, ...change, id: `gallery-${index}` }}
              view="all-open"
              search=""
              marked={false}
              index={index}
              total={STATES.length}
              topPx={0}
              selected={name === words.selected}
              onSelect={() => undefined}
            />
          </div>
        </Specimen>
      ))}
      <Specimen name={words.skeleton}>
        <div className="gallery__row" role="listbox" aria-label={words.skeleton}>
          <Placeholder index={0} total={1} topPx={0} />
        </div>
      </Specimen>
    </Section>
  );
}
