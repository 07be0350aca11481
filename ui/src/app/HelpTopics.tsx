import { isAbout } from "../core/help";
import { HELP_TOPICS, type HelpTopic, helpWords as words } from "../words/help";

/** All of them for nothing. */
export function topicsAbout(typed: string): readonly HelpTopic[] {
  if (typed === "") return HELP_TOPICS;
  return HELP_TOPICS.filter(({ title, text, marks = [] }) =>
    isAbout([title, ...text, ...marks.flat()].join(" "), typed),
  );
}

type HelpTopicsProps = {
  topics: readonly HelpTopic[];
  /** What was searched for is read at once; the list of all has its titles first. */
  open: boolean;
};

export function HelpTopics({ topics, open }: HelpTopicsProps) {
  if (topics.length === 0) return null;
  return (
    <section className="help__topics">
      <h3 className="h">{words.topics}</h3>
      {topics.map((topic) => (
        <details key={`${topic.id} ${open}`} className="help__topic" open={open}>
          <summary>{topic.title}</summary>
          {topic.text.map((paragraph) => (
            <p key={paragraph}>{paragraph}</p>
          ))}
          {topic.marks !== undefined && (
            <dl className="help__marks">
              {topic.marks.map(([mark, meaning]) => (
                <div key={mark}>
                  <dt>{mark}</dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          )}
        </details>
      ))}
    </section>
  );
}
