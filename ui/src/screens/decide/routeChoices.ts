/** The practice's routes as choices for one request. Reads them; what a route does is Rust's. */

import type { OwnerForm, RequestView, RouteView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { isOwner, type ListedChoice, lowersUrgency } from "./choices";

const { route: words } = decideWords;

/** A route whose owner has left the practice's directory stays in its place and is off: digits never move. */
export function routeChoices(request: RequestView, routes: readonly RouteView[]): ListedChoice[] {
  return routes.map((route, index) => {
    const off = isGone(route) ? words.ownerGone : null;
    return {
      id: route.id,
      digit: index + 1,
      label: route.label,
      hint: off ?? words.hint([ownerHint(request, route), urgencyHint(request, route), noteHint(route)]),
      off,
    };
  });
}

/** True where the route would give the request to somebody who is not there any more. */
export function isGone({ to, ownerName }: { to: OwnerForm; ownerName: string | null }): boolean {
  return to.kind !== "nobody" && ownerName === null;
}

function ownerHint(request: RequestView, { to, ownerName }: RouteView): string {
  const name = ownerName ?? words.nobody;
  return isOwner(request, to) ? words.ownerAlready(name) : words.to(name);
}

function urgencyHint(request: RequestView, { urgency }: RouteView): string | null {
  if (urgency === null || urgency === request.urgency) return null;
  return lowersUrgency(request.urgency, urgency) ? words.stays(request.urgency) : words.raises(urgency);
}

function noteHint({ note }: RouteView): string | null {
  return note === null ? null : words.withNote;
}
