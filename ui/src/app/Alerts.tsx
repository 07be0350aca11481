import { type ReactNode, useState } from "react";
import { Button } from "../components/Button";
import { Icon, type IconName } from "../components/Icon";
import { useHost } from "../host/context";
import type { FindingView, ProviderLimit, RailView, SessionView, StatusView } from "../host/host";
import { alertWords } from "../words/alerts";
import { fmtCount, fmtMoment, fmtTime } from "../words/format";

type AlertsProps = {
  session: SessionView;
  status: StatusView | null;
  rail: RailView | null;
  onSignIn: () => void;
  onUnowned: () => void;
};

/** From here on, being offline is a risk: urgent requests may be waiting where nobody looks (ux.md section 9). */
const ESCALATE_MINUTES = 15;

/** What holds for everything on screen: offline, signed out, read only, a key in a file. */
export function Alerts({ session, status, rail, onSignIn, onUnowned }: AlertsProps) {
  return (
    <div className="alerts" data-region="alerts">
      {status !== null && !session.practising && isOffline(status) && <Offline status={status} />}
      {rail !== null && rail.urgentUnowned > 0 && (
        <div className="alert" role="status">
          <Icon name="alert" />
          <p>
            <b>{alertWords.unowned(rail.urgentUnowned)}</b>{" "}
            <span className="alert__more">{alertWords.unownedText(rail.urgentUnowned)}</span>
          </p>
          <span className="spacer" />
          <Button onPress={onUnowned}>{alertWords.unownedShow}</Button>
        </div>
      )}
      {status?.link === "sign-in-needed" && (
        <Note icon="lock" bold={alertWords.signIn} text={alertWords.signInText}>
          <Button onPress={onSignIn}>{alertWords.signInButton}</Button>
        </Note>
      )}
      {status?.firstSync != null && (
        <Note
          icon="again"
          bold={alertWords.firstSync(fmtCount(status.firstSync.received))}
          text={alertWords.firstSyncText}
        />
      )}
      {session.limits.filter(isForEverybody).map((limit) => (
        <Note
          key={limit}
          icon="lock"
          bold={alertWords.limit[limit].bold}
          text={alertWords.limit[limit].text}
        />
      ))}
      {!session.practising && <Findings findings={session.findings} />}
      {session.keyInFile && <Note icon="lock" bold={alertWords.keyInFile} text={alertWords.keyInFileText} />}
    </div>
  );
}

function isOffline({ link }: StatusView): boolean {
  return link === "offline" || link === "working-offline";
}

/** What changes everybody's work is a banner; the rest stands in the user's menu. */
function isForEverybody(limit: ProviderLimit): boolean {
  return limit !== "step-by-step" && limit !== "no-history";
}

type OfflineProps = { status: StatusView };

function Offline({ status }: OfflineProps) {
  const host = useHost();
  const escalated = status.offlineMinutes >= ESCALATE_MINUTES;
  const byChoice = status.link === "working-offline";
  const since = status.since === null ? null : fmtMoment(status.since);
  return (
    <div className="alert" role="status">
      <Icon name="offline" />
      {escalated && (
        <p className="alert__age">
          <b>{alertWords.minutes(status.offlineMinutes)}</b>
          {alertWords.offlineWord}
        </p>
      )}
      <p>
        <b>{since === null ? alertWords.offlineUnknown : alertWords.offlineSince(since)}</b>{" "}
        {byChoice && `${alertWords.byChoice} `}
        {alertWords.keepWorking(status.unsent)}
        {escalated && (
          <>
            <br />
            {alertWords.notShown(status.asAt === null ? (since ?? "") : fmtTime(status.asAt.local))}{" "}
            <b>{alertWords.checkElsewhere}</b>
          </>
        )}
      </p>
      <span className="spacer" />
      {byChoice ? (
        <Button onPress={() => void host.setWorkOffline({ offline: false }).catch(() => undefined)}>
          {alertWords.goOnline}
        </Button>
      ) : (
        <Button chord="F5" onPress={() => void host.syncNow().catch(() => undefined)}>
          {alertWords.tryNow}
        </Button>
      )}
    </div>
  );
}

type FindingsProps = { findings: readonly FindingView[] };

/** What the start found out about this PC’s data, until somebody has read it. */
function Findings({ findings }: FindingsProps) {
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  return findings
    .filter((finding) => !read.has(keyOf(finding)))
    .map((finding) => {
      const { bold, text } = alertWords.found(finding);
      return (
        <Note key={keyOf(finding)} icon="alert" bold={bold} text={text}>
          <Button onPress={() => setRead(new Set([...read, keyOf(finding)]))}>{alertWords.closeFound}</Button>
        </Note>
      );
    });
}

/** Of one kind there can be several: two gaps among the decisions are two things to read. */
function keyOf(finding: FindingView): string {
  return JSON.stringify(finding);
}

type NoteProps = { icon: IconName; bold: string; text: string; children?: ReactNode };

function Note({ icon, bold, text, children }: NoteProps) {
  return (
    <div className="alert alert--note" role="status">
      <Icon name={icon} />
      <p>
        <b>{bold}</b> {text}
      </p>
      <span className="spacer" />
      {children}
    </div>
  );
}
