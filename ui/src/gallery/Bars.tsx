import { Alerts } from "../app/Alerts";
import { Rail } from "../app/Rail";
import { StatusBar } from "../app/StatusBar";
import { TopBar } from "../app/TopBar";
import type { ProviderLimit, RailView, SessionView, StatusView } from "../host/host";
import { namesOf } from "../screens/triage/names";
import { en } from "../words/en";
import { galleryWords } from "../words/gallery";
import { Section, Specimen } from "./Frame";
import { at, type Fixtures } from "./fixtures";

type FixturesProps = { fixtures: Fixtures };

const { section, alert, bar } = galleryWords;

const nothing = () => undefined;

export function AlertStates({ fixtures: { session, status, rail } }: FixturesProps) {
  const offline: StatusView = {
    ...status,
    link: "offline",
    since: at("08:52"),
    asAt: at("08:52"),
    unsent: 3,
  };
  const limited = (...limits: ProviderLimit[]): SessionView => ({ ...session, limits, readOnly: true });
  const show = (name: string, from: SessionView, now: StatusView, unowned: RailView | null = null) => (
    <Specimen key={name} name={name}>
      <Alerts session={from} status={now} rail={unowned} onSignIn={nothing} onUnowned={nothing} />
    </Specimen>
  );
  return (
    <Section title={section.alerts} wide>
      {show(alert.offline, session, { ...offline, offlineMinutes: 4 })}
      {show(alert.escalated, session, { ...offline, offlineMinutes: 49, freshness: "stale" })}
      {show(alert.byChoice, session, { ...offline, link: "working-offline", unsent: 1, offlineMinutes: 2 })}
      {show(alert.signIn, session, { ...status, link: "sign-in-needed" })}
      {show(alert.firstSync, session, { ...status, firstSync: { received: 12_400 } })}
      {show(
        alert.readOnly,
        limited("no-version-guard", "other-practices-shown", "not-tried", "no-own-ids"),
        status,
      )}
      {show(
        alert.found,
        {
          ...session,
          findings: [
            { kind: "ledger-salvaged", kept: 41, of: 42, keptAs: "ledger.db.damaged-1" },
            { kind: "decisions-missing", first: 7, last: 9 },
            { kind: "cache-rebuilt" },
            { kind: "older-ledger" },
            { kind: "record-broken" },
            { kind: "damaged" },
            { kind: "no-reserve" },
          ],
        },
        status,
      )}
      {show(alert.unowned, session, status, { ...rail, urgentUnowned: 3 })}
      {show(alert.keyInFile, { ...session, keyInFile: true }, status)}
    </Section>
  );
}

export function Bars({ fixtures: { session, status, rail, request } }: FixturesProps) {
  const names = namesOf(session);
  const busy: StatusView = {
    ...status,
    unsent: 3,
    sending: 1,
    heldReplySeconds: 17,
    lastAction: {
      opId: "gallery",
      requestId: request.id,
      at: at("09:40"),
      decision: { kind: "assign", to: { kind: "team", id: "t-duty" } },
      patientName: request.patient.name,
      ownerName: "Duty GP",
      undo: "withdraws",
    },
  };
  const statusBar = (name: string, now: StatusView) => (
    <Specimen name={name}>
      <StatusBar
        status={now}
        {...{ names }}
        practising={false}
        focusMode={false}
        message={null}
        together={null}
        onUndo={nothing}
        onActions={nothing}
        onAttention={nothing}
      />
    </Specimen>
  );
  return (
    <Section title={section.bars} wide>
      <Specimen name={bar.top}>
        <TopBar
          {...{ session, status }}
          search=""
          searchLabel={en.top.search}
          searchField={null}
          back={null}
          focusMode={false}
          onSearch={nothing}
          onClearSearch={nothing}
          onLeaveSearch={nothing}
          onBack={nothing}
          onUrgent={nothing}
          enterOff={null}
          onPractise={() => undefined}
          onOpen={nothing}
        />
      </Specimen>
      {statusBar(bar.calm, { ...status, conflicts: 0, failed: 0, unreadable: 0 })}
      {statusBar(bar.busy, busy)}
      <Specimen name={bar.rail} tall={26}>
        <Rail rail={rail} unsaved={false} />
      </Specimen>
    </Section>
  );
}
