import type { PatientView, RequestView, SessionView } from "../host/host";
import { ActionBar } from "../screens/decide/ActionBar";
import { Banner } from "../screens/reader/Banner";
import { Clock } from "../screens/reader/Clock";
import { NoReader, Reader } from "../screens/reader/Reader";
import { Files } from "../screens/reply/Files";
import type { Files as FilesOfReply } from "../screens/reply/useFiles";
import { Notice } from "../screens/triage/Notice";
import { namesOf } from "../screens/triage/names";
import { decideWords } from "../words/decide";
import { en } from "../words/en";
import { fileWords } from "../words/files";
import { galleryWords } from "../words/gallery";
import { readerWords } from "../words/reader";
import { Section, Specimen } from "./Frame";
import { at, FILES, type Fixtures, LONG_NAME, THURSDAY } from "./fixtures";

type FixturesProps = { fixtures: Fixtures };

const { section, banner, clock, request: words, notice, files: fileNames } = galleryWords;

const nothing = () => undefined;

export function Banners({ fixtures: { patient } }: FixturesProps) {
  const verified: PatientView = { ...patient, match: "verified" };
  const nobody: PatientView = { ...patient, match: "missing", born: null, ageYears: null, nhsNumber: null };
  const died: PatientView = { ...verified, deceased: true, died: "2026-09-02" };
  const show = (name: string, who: PatientView, more: { acting?: boolean; flash?: boolean } = {}) => (
    <Specimen name={name}>
      <Banner patient={who} sentBy={name === banner.long ? "mother" : null} {...more} />
    </Specimen>
  );
  return (
    <Section title={section.banner} wide>
      {show(banner.verified, verified)}
      {show(banner.unverified, { ...patient, match: "unverified" })}
      {show(banner.unmatched, nobody)}
      {show(banner.invalid, { ...nobody, match: "invalid-number" })}
      {show(banner.died, died)}
      {show(banner.long, { ...verified, name: LONG_NAME })}
      {show(banner.acting, verified, { acting: true })}
      {show(banner.new, verified, { flash: true })}
    </Section>
  );
}

export function Clocks({ fixtures: { request, status } }: FixturesProps) {
  const open: RequestView = { ...request, closed: null, due: { at: at("18:30"), state: "plain" } };
  const closed = { label: "Community pharmacy", at: at("09:20"), by: "Dr Anwen Rees" };
  const show = (name: string, change: Partial<RequestView>) => (
    <Specimen key={name} name={name}>
      <Clock request={{ ...open, ...change }} now={status.now} />
    </Specimen>
  );
  return (
    <Section title={section.clock} wide>
      {show(clock.plain, {})}
      {show(clock.late, { due: { at: at("09:21"), state: "late" } })}
      {show(clock.held, { heldUntil: at("14:00") })}
      {show(clock.paused, { awaitingPatient: true, due: null })}
      {show(clock.waiting, { awaitingPatient: true, awaitingUntil: THURSDAY, due: null })}
      {show(clock.noAnswer, { noAnswerSince: at("08:00") })}
      {show(clock.closed, { closed, due: null })}
      {show(clock.none, { due: null })}
    </Section>
  );
}

export function Requests({ fixtures: { request, session, status } }: FixturesProps) {
  const closed = { label: "Community pharmacy", at: at("09:20"), by: "Dr Anwen Rees" };
  const show = (name: string, shown: RequestView) => (
    <Specimen name={name} tall={56}>
      <Reader
        request={shown}
        now={status.now}
        staff={session.staff}
        names={namesOf(session)}
        flash={false}
        asAt={null}
        onCopy={() => undefined}
        onOpen={null}
        onEarlier={nothing}
      >
        <ActionBar request={shown} session={session} open={null} onVerb={nothing} />
      </Reader>
    </Specimen>
  );
  return (
    <Section title={section.request} wide>
      {show(words.full, request)}
      {show(words.closed, { ...request, closed, withdrawn: true, readOnly: true, repeat: null, due: null })}
      <Specimen name={words.opening} tall={6}>
        <NoReader busy title={readerWords.opening} />
      </Specimen>
      <Specimen name={words.gone} tall={12}>
        <NoReader title={readerWords.gone} />
      </Specimen>
    </Section>
  );
}

export function Notices({ fixtures: { request, session } }: FixturesProps) {
  const say = (name: string, bold: string, text: string, changes: readonly string[] = []) => (
    <Specimen name={name}>
      <Notice notice={{ bold, text }} {...{ changes }} onContinue={nothing} onClose={nothing} />
    </Specimen>
  );
  const bar = (name: string, of: RequestView, by: SessionView) => (
    <Specimen name={name}>
      <ActionBar request={of} session={by} open="assign" onVerb={nothing} />
    </Specimen>
  );
  const closed = { label: null, at: null, by: null };
  return (
    <Section title={section.notices} wide>
      {say(notice.typing, en.guard.typing, en.guard.typingRest)}
      {say(notice.changed, "", "", [
        en.changes.urgency(en.urgency["urgent-today"]),
        en.changes.owner("Duty GP"),
        en.changes.patientWrote,
      ])}
      {say(notice.off, decideWords.off.notMatched, "")}
      {bar(notice.actions, request, session)}
      {bar(notice.closed, { ...request, closed }, session)}
      {bar(notice.readOnly, request, { ...session, readOnly: true })}
    </Section>
  );
}

export function FilesOfReplies({ fixtures: { request } }: FixturesProps) {
  const none: FilesOfReply = {
    attached: [],
    waiting: [],
    refused: [],
    removing: [],
    off: null,
    picker: { current: null },
    choose: () => true,
    add: nothing,
    remove: async () => undefined,
    forgetRefused: nothing,
  };
  const show = (name: string, change: Partial<FilesOfReply>) => (
    <Specimen name={name}>
      <Files name={request.patient.name} files={{ ...none, ...change }} />
    </Specimen>
  );
  const [first, ...rest] = FILES;
  const waiting = rest.map(({ id, name }) => ({ key: id, name }));
  const refused = waiting.map(({ key, name }) => ({
    key,
    what: fileWords.notAttached(name),
    why: fileWords.notRead,
  }));
  return (
    <Section title={section.files} wide>
      {show(fileNames.none, {})}
      {show(fileNames.waiting, { attached: first === undefined ? [] : [first], waiting })}
      {show(fileNames.full, { attached: FILES, off: fileWords.full })}
      {show(fileNames.refused, { attached: first === undefined ? [] : [first], refused })}
    </Section>
  );
}
