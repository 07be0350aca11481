import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Icon } from "../../components/Icon";
import { SearchField } from "../../components/SearchField";
import { useHost } from "../../host/context";
import { commandError, type SessionView, type StaffView } from "../../host/host";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { startWords } from "../../words/start";
import { BrowserSignIn } from "./BrowserSignIn";
import { PractiseEntry } from "./PractiseEntry";
import { StartFrame } from "./StartFrame";

type ChooseStaffProps = { session: SessionView; onDone: () => Promise<void> };

/** More names than this and there is a field to find one. */
const FIND_FROM = 12;

const COLUMNS = 4;

/** Who is working here: names and roles only, no counts and no patients. */
export function ChooseStaff({ session, onDone }: ChooseStaffProps) {
  const host = useHost();
  const [typed, setTyped] = useState("");
  const [opening, setOpening] = useState<StaffView | "browser" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const shown = session.people.filter((person) =>
    person.name.toLowerCase().includes(typed.trim().toLowerCase()),
  );

  async function open(who: StaffView | "browser") {
    if (opening !== null) return;
    setOpening(who);
    setError(null);
    try {
      await (who === "browser" ? host.signInWithBrowser() : host.signIn({ staffId: who.id }));
      await onDone();
    } catch (failure) {
      setError(errorText(commandError(failure)));
      setOpening(null);
    }
  }

  const { asksForSignIn } = session;
  const text = asksForSignIn ? startWords.browserText : startWords.chooseText;
  return (
    <StartFrame
      practice={session.practice}
      title={asksForSignIn ? startWords.browserTitle : startWords.chooseTitle}
      keyInFile={session.keyInFile}
      version={session.version}
      busy={opening !== null}
    >
      <p className="quiet" role="status">
        {opening === null || opening === "browser" ? text : startWords.choosing(opening.name)}
      </p>
      {error !== null && (
        <p className="error mt-2" role="alert">
          <Icon name="alert" />
          {error}
        </p>
      )}
      {asksForSignIn ? (
        <BrowserSignIn waiting={opening === "browser"} onPress={() => void open("browser")} />
      ) : (
        <>
          {session.people.length > FIND_FROM && (
            <div className="mt-4">
              <SearchField value={typed} label={startWords.find} onChange={setTyped} />
            </div>
          )}
          <Tiles people={shown} busy={opening !== null} onOpen={(person) => void open(person)} />
          {shown.length === 0 && (
            <p>{session.people.length === 0 ? startWords.noPeople : startWords.nobody}</p>
          )}
        </>
      )}
      <PractiseEntry />
    </StartFrame>
  );
}

type TilesProps = { people: readonly StaffView[]; busy: boolean; onOpen: (person: StaffView) => void };

function Tiles({ people, busy, onOpen }: TilesProps) {
  const tiles = useRef<HTMLUListElement>(null);

  useEffect(() => {
    tiles.current?.querySelector("button")?.focus();
  }, []);

  function move(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS }[event.key];
    if (step === undefined) return;
    const all = [...(tiles.current?.querySelectorAll("button") ?? [])];
    const at = all.findIndex((tile) => tile.matches(":focus"));
    all[Math.min(Math.max(0, at + step), all.length - 1)]?.focus();
    event.preventDefault();
  }

  return (
    <ul ref={tiles} className="tiles" aria-label={startWords.staff}>
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            className="tile"
            aria-label={`${person.name}, ${en.role[person.role]}`}
            aria-disabled={busy}
            onKeyDown={move}
            onClick={() => onOpen(person)}
          >
            <span className="tile__mark" aria-hidden="true">
              {initials(person.name)}
            </span>
            <span>
              <b>{person.name}</b>
              <span className="small quiet">{en.role[person.role]}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function initials(name: string): string {
  const words = name.split(" ").filter((word) => !/^(dr|mr|mrs|ms|miss|prof)\.?$/i.test(word));
  return [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => word?.[0] ?? "").join("");
}
