import { Icon } from "./Icon";

type ProblemProps = { text: string | null };

/** What did not work, said at once; nothing while all is well. */
export function Problem({ text }: ProblemProps) {
  if (text === null) return null;
  return (
    <p className="error" role="alert">
      <Icon name="alert" />
      {text}
    </p>
  );
}
