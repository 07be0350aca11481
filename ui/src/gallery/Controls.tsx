import { useState } from "react";
import { Button } from "../components/Button";
import { ICON_NAMES, Icon } from "../components/Icon";
import { SearchField } from "../components/SearchField";
import { SyncMark } from "../components/SyncMark";
import { Tag } from "../components/Tag";
import { UrgencyMark } from "../components/UrgencyMark";
import type { ModeView } from "../host/host";
import { ModePicker } from "../screens/decide/ModePicker";
import { en } from "../words/en";
import { galleryWords } from "../words/gallery";
import { Section, Specimen } from "./Frame";

const { section, mark, button } = galleryWords;

const URGENCIES = ["emergency", "urgent-today", "soon", "routine"] as const;
const SYNCS = ["saved", "sending", "sent", "sign-in", "conflict", "failed"] as const;

export function Marks() {
  return (
    <Section title={section.marks}>
      <Specimen name={mark.urgency}>
        {URGENCIES.map((urgency) => (
          <UrgencyMark key={urgency} urgency={urgency} />
        ))}
      </Specimen>
      <Specimen name={mark.tags}>
        <Tag>{en.category.administrative}</Tag>
        <Tag icon="again">{en.row.repeat(2, 9)}</Tag>
        <Tag kind="attention">{en.row.unmatched}</Tag>
        <Tag kind="flag" icon="flag">
          {en.row.redFlag}
        </Tag>
        <Tag kind="conflict" icon="fork">
          {en.sync.conflict}
        </Tag>
        <Tag kind="failed" icon="close">
          {en.sync.failed}
        </Tag>
      </Specimen>
      <Specimen name={mark.sync}>
        {SYNCS.map((sync) => (
          <SyncMark key={sync} sync={sync} />
        ))}
      </Specimen>
    </Section>
  );
}

type ButtonsProps = { modes: readonly ModeView[] };

export function Buttons({ modes }: ButtonsProps) {
  const [mode, setMode] = useState<string | null>(modes[0]?.code ?? null);
  return (
    <Section title={section.buttons}>
      <Specimen name={section.buttons}>
        <Button>{button.plain}</Button>
        <Button chord="Ctrl+Enter">{button.key}</Button>
        <Button icon="undo">{button.icon}</Button>
        <Button kind="primary">{button.primary}</Button>
        <Button kind="primary" chord="Ctrl+Enter">
          {button.key}
        </Button>
        <Button kind="quiet">{button.quiet}</Button>
        <Button off={button.offWhy}>{button.off}</Button>
        <Button kind="primary" chord="A" off={button.offWhy}>
          {button.off}
        </Button>
        <Button popup="dialog" expanded endIcon="down">
          {button.open}
        </Button>
        <Button pressed>{button.pressed}</Button>
        <Button tall>{button.tall}</Button>
        <Button tall kind="primary">
          {button.tallPrimary}
        </Button>
      </Specimen>
      <Specimen name={button.search}>
        <SearchField value="" label={en.top.search} chord="Ctrl+F" onChange={() => undefined} />
        <SearchField value={button.searched} label={en.top.search} onChange={() => undefined} />
      </Specimen>
      <Specimen name={button.mode}>
        <ModePicker modes={modes} chosen={mode} onChoose={setMode} />
      </Specimen>
    </Section>
  );
}

export function Icons() {
  return (
    <Section title={section.icons} wide>
      <ul className="gallery__icons">
        {ICON_NAMES.map((name) => (
          <li key={name}>
            <Icon name={name} /> <span className="meta">{name}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
