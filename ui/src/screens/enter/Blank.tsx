import { Icon } from "../../components/Icon";

type BlankProps = { id: string; text: string | null };

/** Says beside a field what is missing in it. */
export function Blank({ id, text }: BlankProps) {
  if (text === null) return null;
  return (
    <span className="error" id={id}>
      <Icon name="alert" />
      {text}
    </span>
  );
}
