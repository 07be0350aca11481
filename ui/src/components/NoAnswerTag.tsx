import { en } from "../words/en";
import { Tag } from "./Tag";

type NoAnswerTagProps = { by: string };

/** The patient did not write by then, and it is the practice's move again. */
export function NoAnswerTag({ by }: NoAnswerTagProps) {
  return (
    <Tag kind="no-answer" icon="no-answer">
      {en.row.noAnswer(by)}
    </Tag>
  );
}
