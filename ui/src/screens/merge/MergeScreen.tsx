import { useEffect, useRef, useState } from "react";
import { useCommands } from "../../app/keys";
import { Button } from "../../components/Button";
import { ariaKeys, type CommandId, shownKey } from "../../core/commands";
import { useAsked } from "../../host/context";
import type { DecisionForm, EarlierView, RequestView } from "../../host/host";
import type { Names } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { likenessText, mergeWords as words } from "../../words/merge";
import { Banner } from "../reader/Banner";
import { RequestBeside } from "../reply/RequestBeside";
import { Notice, type NoticeText } from "../triage/Notice";

type MergeScreenProps = {
  request: RequestView;
  names: Names;
  notice: NoticeText | null;
  onMerge: (decision: DecisionForm) => void;
  onLeave: () => void;
};

/** The other open requests that this one may be merged into, the likeliest first. */
export function mergeTargets(request: RequestView): EarlierView[] {
  const open = request.earlier.filter((other) => !other.closed);
  const likely = (other: EarlierView) => (other.likeness === null ? -1 : other.likeness.sameWordsPercent);
  return open.toSorted((one, other) => likely(other) - likely(one));
}

/** Two requests of one patient side by side: the list is gone, and a person says whether they are one (ux.md 1.4). */
export function MergeScreen({ request, names, notice, onMerge, onLeave }: MergeScreenProps) {
  const targets = mergeTargets(request);
  const [chosen, setChosen] = useState(targets[0]?.id ?? null);
  const target = targets.find((other) => other.id === chosen) ?? targets[0];
  const { asked } = useAsked(`merge-${target?.id ?? ""}`, ["request"], (host) =>
    host.request({ id: target?.id ?? "" }),
  );
  const other = asked.state === "here" ? asked.value : null;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    main.current?.focus();
  }, []);

  function merge(): boolean {
    if (other !== null) onMerge({ kind: "merge", into: other.id });
    return true;
  }

  function run(id: CommandId): boolean {
    if (id === "merge-now") return merge();
    if (id !== "leave-merge") return false;
    onLeave();
    return true;
  }
  useCommands("merge", run);

  return (
    <main
      ref={main}
      className="focus focus--merge"
      aria-label={words.region}
      data-scope="merge"
      data-region="reader"
      tabIndex={-1}
    >
      <Banner patient={request.patient} sentBy={request.sentBy} acting />
      <header className="merge__head">
        <h2>{words.title(request.patient.name)}</h2>
        <p>{target === undefined ? words.none : words.hint}</p>
        {targets.length > 1 && <Targets targets={targets} chosen={target?.id ?? null} onChoose={setChosen} />}
      </header>
      <Side title={words.closes} request={request} names={names} />
      {other === null ? (
        <p className="request meta">{asked.state === "failed" ? words.gone : words.reading}</p>
      ) : (
        <Side
          title={words.goesOn}
          hint={target?.likeness == null ? null : likenessText(target.likeness)}
          request={other}
          names={names}
        />
      )}
      <Foot notice={notice} off={other === null ? words.reading : null} onMerge={merge} onLeave={onLeave} />
    </main>
  );
}

type TargetsProps = {
  targets: readonly EarlierView[];
  chosen: string | null;
  onChoose: (id: string) => void;
};

function Targets({ targets, chosen, onChoose }: TargetsProps) {
  return (
    <fieldset className="merge__targets">
      <legend>{words.choose}</legend>
      {targets.map((other) => (
        <label key={other.id} className="choice">
          <input
            type="radio"
            name="merge-target"
            checked={other.id === chosen}
            onChange={() => onChoose(other.id)}
          />
          {words.option(fmtMoment(other.receivedAt), other.words)}
        </label>
      ))}
    </fieldset>
  );
}

type SideProps = { title: string; hint?: string | null; request: RequestView; names: Names };

function Side({ title, hint = null, request, names }: SideProps) {
  return (
    <div className="merge__side">
      <p className="merge__label">
        <b>{title}</b> {hint}
      </p>
      <RequestBeside request={request} names={names} />
    </div>
  );
}

type FootProps = { notice: NoticeText | null; off: string | null; onMerge: () => void; onLeave: () => void };

function Foot({ notice, off, onMerge, onLeave }: FootProps) {
  return (
    <footer className="merge__foot">
      <Notice notice={notice} changes={[]} onContinue={() => undefined} onClose={() => undefined} />
      <Button
        kind="primary"
        tall
        chord={shownKey("merge-now")}
        ariaKeys={ariaKeys("merge-now")}
        off={off}
        onPress={onMerge}
      >
        {words.merge}
      </Button>
      <Button tall chord="Esc" ariaKeys={ariaKeys("leave-merge")} onPress={onLeave}>
        {words.back}
      </Button>
    </footer>
  );
}
