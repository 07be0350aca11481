import { usePlace } from "../../app/place";
import { useKeyNames, useSetup } from "../../app/setup";
import { Button } from "../../components/Button";
import { Problem } from "../../components/Problem";
import type { RequestView } from "../../host/host";
import { decideWords } from "../../words/decide";
import { en } from "../../words/en";
import { errorText } from "../../words/errors";
import { Chooser } from "./Chooser";
import { routeChoices } from "./routeChoices";

type RoutingProps = {
  request: RequestView;
  /** Carries out the route with this id. */
  onRoute: (route: string) => void;
  onOff: (why: string) => void;
  onTyping: () => void;
  onClose: () => void;
};

const { route: words } = decideWords;

/** The practice's routes: one digit gives the request to somebody, and may raise it and leave a note. */
export function Routing({ request, onRoute, ...chooser }: RoutingProps) {
  const setup = useSetup();
  const choices = setup.state === "here" ? routeChoices(request, setup.value.routes) : [];
  return (
    <Chooser
      {...chooser}
      title={words.title(request.patient.name)}
      choices={choices}
      advances
      none={setup.state === "here" ? choices.length === 0 && <NoRoutes /> : null}
      onChoose={(choice) => onRoute(choice.id)}
    >
      {setup.state === "asking" && <p className="meta mt-2">{words.reading}</p>}
      {setup.state === "failed" && <Problem text={errorText(setup.error)} />}
    </Chooser>
  );
}

function NoRoutes() {
  const { go } = usePlace();
  const { shownKey, ariaKeys } = useKeyNames();
  return (
    <div className="popover__none">
      <p>{words.none}</p>
      <Button
        chord={shownKey("settings")}
        ariaKeys={ariaKeys("settings")}
        onPress={() => go({ kind: "settings", section: "routes" })}
      >
        {en.openSettings}
      </Button>
    </div>
  );
}
