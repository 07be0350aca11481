import type { ReactNode } from "react";
import { Help } from "../app/Help";
import { ReportDialog } from "../app/ReportDialog";
import type { Verb } from "../screens/decide/choices";
import { Deciding } from "../screens/decide/Deciding";
import { ReasonDialog } from "../screens/decide/ReasonDialog";
import { decideWords } from "../words/decide";
import { galleryWords } from "../words/gallery";
import { Section, Specimen } from "./Frame";
import type { Fixtures } from "./fixtures";

type FixturesProps = { fixtures: Fixtures };

const { section, dialog } = galleryWords;

const VERBS = ["assign", "urgency", "category", "note", "done"] as const satisfies readonly Verb[];

const nothing = () => undefined;

export function Choosers({ fixtures: { request, session } }: FixturesProps) {
  const unseen = { ...request, category: "clinical", firstOpenedAt: null } as const;
  return (
    <Section title={section.choosers}>
      {VERBS.map((verb) => (
        <Specimen key={verb} name={`${section.choosers}: ${decideWords.actions[verb]}`} tall={38}>
          <Deciding
            verb={verb}
            request={unseen}
            session={session}
            now={null}
            onRoute={() => undefined}
            onDecide={nothing}
            onTell={nothing}
            onOff={nothing}
            onTyping={nothing}
            onClose={nothing}
          />
        </Specimen>
      ))}
    </Section>
  );
}

export function Dialogs({ fixtures: { request } }: FixturesProps) {
  const { reason } = decideWords;
  const { name } = request.patient;
  const flag = reason.flagged(
    request.redFlags.map((entry) => `${entry.question}: ${entry.answer}`).join("; "),
  );
  const ask = (title: string, lines: readonly string[], button: string, warns: boolean): ReactNode => (
    <ReasonDialog {...{ title, lines, button, warns }} onGive={nothing} onClose={nothing} />
  );
  return (
    <Section title={section.dialogs}>
      <Specimen name={dialog.close} tall={26}>
        {ask(
          reason.closeTitle(name),
          [reason.closeText("Community pharmacy"), flag],
          reason.closeButton,
          true,
        )}
      </Specimen>
      <Specimen name={dialog.reopen} tall={26}>
        {ask(reason.reopenTitle(name), [reason.reopenText], reason.reopenButton, false)}
      </Specimen>
      <Specimen name={dialog.help} tall={40}>
        <Help onReport={nothing} onClose={nothing} />
      </Specimen>
      <Specimen name={dialog.report} tall={30}>
        <ReportDialog onClose={nothing} />
      </Specimen>
    </Section>
  );
}
