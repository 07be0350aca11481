import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { copyWords } from "../../words/copy";
import { en } from "../../words/en";

export type NoticeText = {
  bold: string;
  text: string;
  /** The request that can be marked as filed from here. */
  toFile?: string;
};

type NoticeProps = {
  notice: NoticeText | null;
  changes: readonly string[];
  onContinue: () => void;
  /** Nothing where no request can be filed. */
  onFile?: () => void;
  onClose: () => void;
};

/** What the person must know before the next decision, beside the buttons that make it. */
export function Notice({ notice, changes, onContinue, onFile, onClose }: NoticeProps) {
  const { shownKey, ariaKeys } = useKeyNames();
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
      {notice.toFile !== undefined && onFile !== undefined && (
        <Button icon="check" chord={shownKey("file")} ariaKeys={ariaKeys("file")} onPress={onFile}>
          {copyWords.fileNow}
        </Button>
      )}
      <Button kind="quiet" label={en.guard.close} onPress={onClose}>
        <Icon name="close" />
      </Button>
    </div>
  );
}
