import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { en } from "../../words/en";

export type NoticeText = { bold: string; text: string };

type NoticeProps = {
  notice: NoticeText | null;
  changes: readonly string[];
  onContinue: () => void;
  onClose: () => void;
};

/** What the person must know before the next decision, beside the buttons that make it. */
export function Notice({ notice, changes, onContinue, onClose }: NoticeProps) {
  if (changes.length > 0) {
    return (
      <div className="attend attend--foot" role="alert">
        <Icon name="changed" />
        <span>
          <b>{en.guard.changed}</b> {changes.join(" ")} {en.guard.changedRest}
        </span>
        <span className="spacer" />
        <Button chord="Enter" onPress={onContinue}>
          {en.guard.go}
        </Button>
      </div>
    );
  }
  if (notice === null) return null;
  return (
    <div className="attend attend--foot" role="alert">
      <Icon name="alert" />
      <span>
        <b>{notice.bold}</b> {notice.text}
      </span>
      <span className="spacer" />
      <Button kind="quiet" label={en.guard.close} onPress={onClose}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
