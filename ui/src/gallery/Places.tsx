import type { AttentionView, BlockedReason, SessionView } from "../host/host";
import { AttentionList, itemsOf } from "../screens/attention/AttentionList";
import { Conflict } from "../screens/attention/Conflict";
import { Failed } from "../screens/attention/Failed";
import { Unreadable } from "../screens/attention/Unreadable";
import { Waiting } from "../screens/attention/Waiting";
import { Blocked } from "../screens/start/Blocked";
import { ChooseStaff } from "../screens/start/ChooseStaff";
import { Connect } from "../screens/start/Connect";
import { StartFrame } from "../screens/start/StartFrame";
import { namesOf } from "../screens/triage/names";
import { Workload } from "../screens/workload/Workload";
import { galleryWords } from "../words/gallery";
import { blockedWords, startWords } from "../words/start";
import { Section, Specimen } from "./Frame";
import { at, type Fixtures } from "./fixtures";

type FixturesProps = { fixtures: Fixtures };

const { section, attention: words, start } = galleryWords;

const nothing = () => undefined;
const done = async () => undefined;

export function AttentionStates({ fixtures: { attention, request, session } }: FixturesProps) {
  const names = namesOf(session);
  const view: AttentionView = {
    ...attention,
    waiting: [
      {
        opId: "gallery",
        requestId: request.id,
        name: request.patient.name,
        decision: { kind: "add-note", text: "Phoned, no answer." },
        ownerName: null,
        at: at("09:40"),
        sync: "saved",
        attempts: 2,
      },
    ],
  };
  return (
    <Section title={section.attention} wide>
      <Specimen name={words.list} tall={26}>
        <AttentionList view={view} names={names} chosen={itemsOf(view)[0] ?? null} onChoose={nothing} />
      </Specimen>
      {view.conflicts.map((conflict) => (
        <Specimen key={conflict.opId} name={words.conflict} tall={52}>
          <Conflict conflict={conflict} names={names} onOpen={nothing} />
        </Specimen>
      ))}
      {view.failed.map((failed) => (
        <Specimen key={failed.opId} name={words.failed} tall={40}>
          <Failed failed={failed} names={names} onOpen={nothing} />
        </Specimen>
      ))}
      {view.unreadable.map((unreadable) => (
        <Specimen key={unreadable.reference} name={words.unreadable} tall={26}>
          <Unreadable unreadable={unreadable} />
        </Specimen>
      ))}
      {view.waiting.map((waiting) => (
        <Specimen key={waiting.opId} name={words.waiting} tall={30}>
          <Waiting waiting={waiting} names={names} onOpen={nothing} />
        </Specimen>
      ))}
    </Section>
  );
}

export function Charts() {
  return (
    <Section title={section.workload} wide>
      <Specimen name={section.workload}>
        <Workload />
      </Specimen>
    </Section>
  );
}

export function StartStates({ fixtures: { session } }: FixturesProps) {
  const reasons = Object.keys(blockedWords).filter((key): key is BlockedReason => key in blockedWords);
  const blocked = (reason: BlockedReason): SessionView => ({ ...session, phase: "blocked", blocked: reason });
  return (
    <Section title={section.start} wide>
      <Specimen name={start.connect} tall={40}>
        <Connect session={{ ...session, keyInFile: true }} onDone={done} />
      </Specimen>
      <Specimen name={start.choose} tall={30}>
        <ChooseStaff session={session} onDone={done} />
      </Specimen>
      <Specimen name={start.browser} tall={30}>
        <ChooseStaff session={{ ...session, asksForSignIn: true }} onDone={done} />
      </Specimen>
      <Specimen name={start.starting} tall={16}>
        <StartFrame practice={null} title={startWords.starting} busy />
      </Specimen>
      {reasons.map((reason) => (
        <Specimen key={reason} name={reason} tall={34}>
          <Blocked session={blocked(reason)} onAgain={done} />
        </Specimen>
      ))}
    </Section>
  );
}
