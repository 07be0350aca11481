import { NoAnswerTag } from "../../components/NoAnswerTag";
import { UrgencyMark } from "../../components/UrgencyMark";
import type { RequestView, TimeView } from "../../host/host";
import { en, routeWord } from "../../words/en";
import { fmtMoment, fmtWait } from "../../words/format";
import { readerWords } from "../../words/reader";

type ClockProps = { request: RequestView; now: TimeView | null };

const { clock } = readerWords;

/** Where the middle label may stand without running into the labels at the ends, in percent. */
const LABEL_MIN = 26;
const LABEL_MIN_TODAY = 21;
const LABEL_MAX = 70;

/** By when the patient should hear, and how much of that time is gone. */
export function Clock({ request, now }: ClockProps) {
  return (
    <div className="clock">
      <p className="clock__line">
        {request.closed === null && (
          <>
            <Headline request={request} />
            <span>{clock.waiting(fmtWait(request.waitingMinutes))}</span>
            {request.noAnswerSince !== null && <NoAnswerTag by={fmtMoment(request.noAnswerSince)} />}
          </>
        )}
        {request.closed !== null && <b>{clock.receivedAt(fmtMoment(request.receivedAt))}</b>}
        <span className="spacer" />
        <UrgencyMark urgency={request.urgency} />
        {request.intakeUrgency !== null && request.intakeUrgency !== request.urgency && (
          <span className="quiet small">{clock.intake(request.intakeUrgency)}</span>
        )}
        <span className="quiet small">{en.category[request.category]}</span>
        {request.route !== null && <span className="quiet small">{routeWord(request.route)}</span>}
        <span className="quiet small">{en.owner.of(request.owner)}</span>
      </p>
      {request.due !== null && now !== null && (
        <Line received={request.receivedAt} now={now} due={request.due.at} />
      )}
    </div>
  );
}

type HeadlineProps = { request: RequestView };

/** By when the patient should hear, in words; late is said in red and in words, wherever the request is read. */
export function Headline({ request }: HeadlineProps) {
  return <b className={request.due?.state === "late" ? "clock__late" : undefined}>{headline(request)}</b>;
}

function headline(request: RequestView): string {
  const { due } = request;
  if (request.heldUntil !== null) return clock.held(fmtMoment(request.heldUntil));
  if (request.awaitingPatient) {
    const { awaitingUntil } = request;
    return clock.paused(awaitingUntil === null ? null : fmtMoment(awaitingUntil));
  }
  if (due === null) return clock.noDue;
  if (due.state === "late") return clock.late(fmtMoment(due.at));
  return due.at.day === "today" ? clock.today(fmtMoment(due.at)) : clock.replyBy(fmtMoment(due.at));
}

type LineProps = { received: TimeView; now: TimeView; due: TimeView };

function Line({ received, now, due }: LineProps) {
  const [start, end] = [Date.parse(received.iso), Math.max(Date.parse(due.iso), Date.parse(now.iso))];
  const share = (time: TimeView) =>
    Math.min(100, Math.max(0, ((Date.parse(time.iso) - start) / Math.max(1, end - start)) * 100));
  const [gone, limit] = [share(now), share(due)];
  const late = limit < 100;
  const color = late ? "var(--danger)" : "var(--accent)";
  const min = received.day === "today" ? LABEL_MIN_TODAY : LABEL_MIN;
  const label = Math.min(LABEL_MAX, Math.max(min, gone));
  const middle = late ? null : clock.now(fmtMoment(now));
  return (
    <svg role="img" aria-label={clock.label(fmtMoment(received), fmtMoment(now), fmtMoment(due))}>
      <rect x="0" y="6" width="100%" height="2" fill="var(--line-strong)" />
      <rect x="0" y="4" width={`${gone}%`} height="6" fill={color} />
      <g stroke="var(--ink)" strokeWidth="2">
        <path d="M1 2v10" />
        <line x1={`${gone}%`} x2={`${gone}%`} y1="1" y2="13" />
        <line x1={`${limit}%`} x2={`${limit}%`} y1="1" y2="13" />
      </g>
      <g fontSize="12" fill="var(--ink-2)">
        <text x="0" y="25">
          {clock.received(fmtMoment(received))}
        </text>
        {middle !== null && (
          <text
            className="clock__now"
            x={`${label}%`}
            y="25"
            textAnchor="middle"
            fill="var(--ink)"
            fontWeight="700"
          >
            {middle}
          </text>
        )}
        <text x="100%" y="25" textAnchor="end">
          {late ? clock.now(fmtMoment(now)) : clock.due(fmtMoment(due))}
        </text>
      </g>
    </svg>
  );
}
