import { useAsked } from "../../host/context";
import { readerWords } from "../../words/reader";
import { Banner } from "../reader/Banner";
import { Heading, PatientWords } from "../reader/parts";
import { Thread } from "../reader/Thread";

type GlanceProps = { requestId: string; children: React.ReactNode };

/** Whose request it is, above what happened to it, and what they wrote below; nothing where it is not on this PC. */
export function Glance({ requestId, children }: GlanceProps) {
  const { asked } = useAsked(`glance/${requestId}`, ["request"], (host) => host.request({ id: requestId }));
  const request = asked.state === "here" ? asked.value : null;
  return (
    <>
      {request !== null && <Banner patient={request.patient} sentBy={request.sentBy} />}
      <div className="conflict">
        {children}
        {request !== null && (
          <section className="glance" aria-label={readerWords.words.title}>
            <Heading>{readerWords.words.title}</Heading>
            <PatientWords text={request.words} />
            {request.messages.length > 0 && (
              <>
                <Heading note={request.messages.length}>{readerWords.messages.title}</Heading>
                <Thread messages={request.messages} />
              </>
            )}
          </section>
        )}
      </div>
    </>
  );
}
