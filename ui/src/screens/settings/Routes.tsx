import { Button } from "../../components/Button";
import { Empty } from "../../components/Empty";
import { newOpId } from "../../core/opid";
import type { OwnerForm, SessionView, Urgency } from "../../host/host";
import { en } from "../../words/en";
import { settingsWords } from "../../words/settings";
import { URGENCIES } from "../decide/choices";
import { moved, type RouteDraft, replaced } from "./draft";
import { FaultOf, Field } from "./Field";
import { ItemButtons } from "./ItemButtons";
import { type Fault, fieldId, type Settings } from "./useSettings";

type RoutesProps = { settings: Settings; session: SessionView };

const { routes: words } = settingsWords;

/** One for each digit. */
const ROUTES_MAX = 9;

/** The practice's routes, in the order of their digits. */
export function Routes({ settings, session }: RoutesProps) {
  const { draft, edit, fault, mayChange } = settings;
  const { routes } = draft;
  function add() {
    if (routes.length >= ROUTES_MAX) return;
    const [team] = session.teams;
    const to: OwnerForm = team === undefined ? { kind: "nobody" } : { kind: "team", id: team.id };
    edit({ routes: [...routes, { key: newOpId(Date.now()), label: "", to, urgency: null, note: null }] });
    const field = fieldId(`routes.${routes.length}.label`);
    requestAnimationFrame(() => document.getElementById(field)?.focus());
  }
  return (
    <>
      <p className="settings__intro">{words.intro}</p>
      <FaultOf field="routes" fault={fault} />
      {routes.length === 0 && (
        <Empty icon="tray" title={words.none}>
          <p>{words.noneHint}</p>
        </Empty>
      )}
      {routes.map((route, index) => (
        <RouteCard
          key={route.key}
          {...{ route, index, session, fault }}
          count={routes.length}
          locked={!mayChange}
          onChange={(next) => edit({ routes: replaced(routes, next) })}
          onMove={(step) => edit({ routes: moved(routes, index, step) })}
          onRemove={() => edit({ routes: routes.filter((other) => other !== route) })}
        />
      ))}
      {mayChange && (
        <Button icon="plus" off={routes.length >= ROUTES_MAX ? words.full : null} onPress={add}>
          {words.add}
        </Button>
      )}
    </>
  );
}

type RouteCardProps = {
  route: RouteDraft;
  index: number;
  count: number;
  session: SessionView;
  fault: Fault | null;
  locked: boolean;
  onChange: (route: RouteDraft) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
};

function RouteCard(props: RouteCardProps) {
  const { route, index, count, fault, locked, onChange, onMove, onRemove } = props;
  const field = (part: string) => `routes.${index}.${part}`;
  return (
    <fieldset className="setting" disabled={locked}>
      <legend className="setting__legend">{words.legend(index + 1)}</legend>
      <Field label={words.label} field={field("label")} fault={fault}>
        {(control) => (
          <input
            {...control}
            className="input"
            autoComplete="off"
            value={route.label}
            onChange={(event) => onChange({ ...route, label: event.target.value })}
          />
        )}
      </Field>
      <OwnerField {...props} field={field("to")} />
      <Field label={words.urgency} field={field("urgency")} fault={fault}>
        {(control) => (
          <select
            {...control}
            className="input"
            value={route.urgency ?? ""}
            onChange={(event) => onChange({ ...route, urgency: urgencyOf(event.target.value) })}
          >
            <option value="">{words.asItIs}</option>
            {raising(route.urgency).map((urgency) => (
              <option key={urgency} value={urgency}>
                {en.urgency[urgency]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {!locked && <ItemButtons name={route.label} {...{ index, count, onMove, onRemove }} />}
      <Field className="setting__wide" label={words.note} field={field("note")} fault={fault}>
        {(control) => (
          <textarea
            {...control}
            className="input setting__note"
            rows={1}
            value={route.note ?? ""}
            onChange={(event) => onChange({ ...route, note: event.target.value })}
          />
        )}
      </Field>
    </fieldset>
  );
}

type OwnerFieldProps = RouteCardProps & { field: string };

/** Teams and people of the directory; whoever has left it stays in sight until another is chosen. */
function OwnerField({ route, session, fault, field, onChange }: OwnerFieldProps) {
  const owners: readonly { to: OwnerForm; name: string; group: string }[] = [
    ...session.teams.map(({ id, name }) => ({ to: { kind: "team", id } as const, name, group: words.teams })),
    ...session.people.map(({ id, name }) => ({
      to: { kind: "person", id } as const,
      name,
      group: words.people,
    })),
  ];
  const known = route.to.kind === "nobody" || owners.some(({ to }) => optionOf(to) === optionOf(route.to));
  const group = (label: string) => (
    <optgroup label={label}>
      {owners
        .filter((owner) => owner.group === label)
        .map(({ to, name }) => (
          <option key={optionOf(to)} value={optionOf(to)}>
            {name}
          </option>
        ))}
    </optgroup>
  );
  return (
    <Field label={words.to} field={field} fault={fault}>
      {(control) => (
        <select
          {...control}
          className="input"
          value={optionOf(route.to)}
          onChange={(event) => {
            const chosen = owners.find(({ to }) => optionOf(to) === event.target.value);
            onChange({ ...route, to: chosen?.to ?? { kind: "nobody" } });
          }}
        >
          {!known && <option value={optionOf(route.to)}>{words.gone}</option>}
          {group(words.teams)}
          {group(words.people)}
          <option value={optionOf({ kind: "nobody" })}>{words.nobody}</option>
        </select>
      )}
    </Field>
  );
}

function optionOf(to: OwnerForm): string {
  return to.kind === "nobody" ? to.kind : `${to.kind} ${to.id}`;
}

/** Nothing is raised to the lowest; a route that says so already keeps it in sight. */
function raising(now: Urgency | null): readonly Urgency[] {
  return URGENCIES.filter((urgency) => urgency !== "routine" || now === "routine");
}

function urgencyOf(value: string): Urgency | null {
  return URGENCIES.find((urgency) => urgency === value) ?? null;
}
