/** Names for the ids in decisions, from the session. */

import type { SessionView } from "../../host/host";
import type { Names } from "../../words/decide";

export function namesOf(session: SessionView): Names {
  return {
    dispositions: session.dispositions,
    modes: session.modes,
    person: (id) => session.people.find((person) => person.id === id)?.name ?? null,
    team: (id) => session.teams.find((team) => team.id === id)?.name ?? null,
  };
}
