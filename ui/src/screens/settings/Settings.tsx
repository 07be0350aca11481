import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { type SettingsSection, usePlace } from "../../app/place";
import { useSetupAnswer } from "../../app/setup";
import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { Icon } from "../../components/Icon";
import type { SessionView, SetupView } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { fmtMoment } from "../../words/format";
import { settingsWords as words } from "../../words/settings";
import { CopySettings } from "./CopySettings";
import { Outcomes } from "./Outcomes";
import { RecordText } from "./RecordText";
import { Routes } from "./Routes";
import { SaveBar } from "./SaveBar";
import { TemplateList } from "./TemplateList";
import { type Settings as Editing, fieldId, sectionOf, useSettings } from "./useSettings";
import { Yours } from "./Yours";

type SettingsProps = { session: SessionView; section: SettingsSection };

const SECTIONS: readonly SettingsSection[] = ["yours", "routes", "templates", "outcomes", "record", "copy"];

/** What the person and the practice have set up. Anyone may look; the practice's part is for managers and GPs to change. */
export function Settings({ session, section }: SettingsProps) {
  const { asked, again } = useSetupAnswer();
  if (asked.state === "asking")
    return <main className="settings" aria-label={words.reading} aria-busy data-region="reader" />;
  if (asked.state === "failed") {
    return (
      <main className="settings" aria-label={words.region} data-region="reader">
        <Empty icon="alert" title={words.failed}>
          <p>{errorText(asked.error)}</p>
          <Button onPress={() => void again()}>{en.queue.tryAgain}</Button>
        </Empty>
      </main>
    );
  }
  return <Sections setup={asked.value} {...{ session, section, again }} />;
}

type SectionsProps = SettingsProps & { setup: SetupView; again: () => Promise<void> };

function Sections({ session, section, setup, again }: SectionsProps) {
  const settings = useSettings(setup, session.staff, again);
  const [shown, setShown] = useState(section);
  const { fault, draft, mayChange } = settings;
  const body = useRef<HTMLDivElement>(null);
  const wrong = fault?.field ?? null;
  const shared = draft.shared.length;

  useEffect(() => {
    document.getElementById(tabId(section))?.focus();
  }, [section]);

  useEffect(() => {
    const where = wrong === null ? null : sectionOf(wrong, shared);
    if (wrong === null || where === null) return;
    setShown(where);
    requestAnimationFrame(() => {
      const field = document.getElementById(fieldId(wrong));
      field?.focus();
      field?.scrollIntoView?.({ block: "center" });
    });
  }, [wrong, shared]);

  return (
    <main className="settings" aria-label={words.region} data-region="reader">
      <Head setup={setup} firstView={session.firstView} />
      <Tabs shown={shown} onShow={setShown} />
      <div
        ref={body}
        className="settings__body"
        role="tabpanel"
        id="settings-panel"
        aria-labelledby={tabId(shown)}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it
        tabIndex={0}
      >
        {shown !== "yours" && shown !== "copy" && !mayChange && (
          <p className="settings__locked">
            <Icon name="lock" />
            {words.locked}
          </p>
        )}
        <Section shown={shown} settings={settings} session={session} />
      </div>
      <SaveBar settings={settings} />
    </main>
  );
}

type SectionProps = { shown: SettingsSection; settings: Editing; session: SessionView };

function Section({ shown, settings, session }: SectionProps) {
  switch (shown) {
    case "yours":
      return <Yours settings={settings} />;
    case "routes":
      return <Routes settings={settings} session={session} />;
    case "templates":
      return (
        <>
          <p className="settings__intro">{words.templates.intro}</p>
          <TemplateList
            personal={false}
            templates={settings.draft.shared}
            before={0}
            fault={settings.fault}
            locked={!settings.mayChange}
            onChange={(templates) => settings.edit({ shared: templates })}
          />
        </>
      );
    case "outcomes":
      return <Outcomes settings={settings} />;
    case "record":
      return <RecordText settings={settings} />;
    case "copy":
      return <CopySettings settings={settings} />;
  }
}

type HeadProps = { setup: SetupView; firstView: SessionView["firstView"] };

function Head({ setup: { changedAt, changedBy }, firstView }: HeadProps) {
  const { go } = usePlace();
  const view = firstView === "workload" ? "all-open" : firstView;
  return (
    <header className="work__head">
      <Button icon="left" className="settings__back" onPress={() => go({ kind: "view", view })}>
        {en.top.back(en.view[view])}
      </Button>
      <h1>{words.region}</h1>
      <p className="meta">
        {changedAt === null ? words.neverChanged : words.changed(fmtMoment(changedAt), changedBy)}{" "}
        {words.clock}
      </p>
    </header>
  );
}

type TabsProps = { shown: SettingsSection; onShow: (section: SettingsSection) => void };

function Tabs({ shown, onShow }: TabsProps) {
  function press(event: KeyboardEvent) {
    const at = SECTIONS.indexOf(shown);
    const last = SECTIONS.length - 1;
    const to: Record<string, number> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const next = SECTIONS[to[event.key] ?? -1];
    if (next === undefined) return;
    event.preventDefault();
    onShow(next);
    document.getElementById(tabId(next))?.focus();
  }
  return (
    <div className="settings__tabs" role="tablist" aria-label={words.sections} onKeyDown={press}>
      {SECTIONS.map((section) => (
        <button
          key={section}
          type="button"
          role="tab"
          id={tabId(section)}
          className="settings__tab"
          aria-selected={shown === section}
          aria-controls="settings-panel"
          tabIndex={shown === section ? 0 : -1}
          onClick={() => onShow(section)}
        >
          {words.section[section]}
        </button>
      ))}
    </div>
  );
}

function tabId(section: SettingsSection): string {
  return `settings-tab-${section}`;
}
