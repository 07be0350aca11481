import { UrgencyMark } from "../../components/UrgencyMark";
import type { RequestView } from "../../host/host";
import type { Names } from "../../words/decide";
import { en } from "../../words/en";
import { fmtMoment, fmtWait } from "../../words/format";
import { readerWords } from "../../words/reader";
import { replyWords } from "../../words/reply";
import { Headline } from "../reader/Clock";
import { Events, eventsToShow } from "../reader/Events";
import { Answers, Earlier, Heading, Notes, PatientWords, RedFlags } from "../reader/parts";
import { Thread } from "../reader/Thread";

type RequestBesideProps = { request: RequestView; names: Names };

/** The request beside the reply, to read and not to change. */
export function RequestBeside({ request, names }: RequestBesideProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it
    <section className="request" aria-label={replyWords.request} tabIndex={0}>
      <p className="h">
        <Headline request={request} />{" "}
        <span>{readerWords.clock.waiting(fmtWait(request.waitingMinutes))}</span>
        <span className="spacer" />
        <UrgencyMark urgency={request.urgency} />
      </p>
      <p className="meta">
        {replyWords.received(fmtMoment(request.receivedAt), request.route)} {en.category[request.category]}.{" "}
        {en.owner.of(request.owner)}.
      </p>
      <RedFlags flags={request.redFlags} total={request.redFlags.length + request.answers.length} />
      <Heading>{readerWords.words.title}</Heading>
      <PatientWords text={request.words} />
      {request.messages.length > 0 && (
        <>
          <Heading note={request.messages.length}>{readerWords.messages.title}</Heading>
          <Thread messages={request.messages} />
        </>
      )}
      <Heading note={request.answers.length}>{readerWords.answers.title}</Heading>
      <Answers answers={request.answers} tight />
      <Heading note={request.notes.length}>{readerWords.notes.title}</Heading>
      <Notes notes={request.notes} />
      <Heading note={request.earlier.length}>{readerWords.earlier.title}</Heading>
      <Earlier earlier={request.earlier} />
      <Heading>{readerWords.events.title}</Heading>
      <Events events={eventsToShow(request.events)} names={names} />
    </section>
  );
}
