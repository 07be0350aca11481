import type { SyncWord } from "../host/host";
import { en } from "../words/en";
import { Icon, type IconName } from "./Icon";
import { Tag } from "./Tag";

const ICON = {
  saved: "disk",
  sending: "send",
  sent: "check",
  "sign-in": "lock",
} satisfies Partial<Record<SyncWord, IconName>>;

type SyncMarkProps = { sync: SyncWord };

/** Where a decision stands, in words. Nothing for what the provider has confirmed long ago. */
export function SyncMark({ sync }: SyncMarkProps) {
  if (sync === "clean") return null;
  if (sync === "conflict") {
    return (
      <Tag kind="conflict" icon="fork">
        {en.sync.conflict}
      </Tag>
    );
  }
  if (sync === "failed") {
    return (
      <Tag kind="failed" icon="close">
        {en.sync.failed}
      </Tag>
    );
  }
  return (
    <span className="sync">
      <Icon name={ICON[sync]} />
      {en.sync[sync]}
    </span>
  );
}
