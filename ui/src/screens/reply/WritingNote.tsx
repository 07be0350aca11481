import { useState } from "react";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { useAsked } from "../../host/context";
import type { ClaimView } from "../../host/host";
import { writingWords as words } from "../../words/copy";
import { fmtTime } from "../../words/format";
import type { Writing } from "./useWriting";

type WritingNoteProps = { writing: Writing };

/** Who else is writing, or was. Two replies would be one too many, and who is first is not for a program to say. */
export function WritingNote({ writing }: WritingNoteProps) {
  const { by, freedBy } = writing;
  return (
    <>
      {by !== null && <Locked by={by} writeAnyway={writing.writeAnyway} />}
      <p className={freedBy === null ? "sr" : "attend"} role="status">
        {freedBy !== null && (
          <>
            <Icon name="pen" />
            <span>{words.freed(freedBy)}</span>
          </>
        )}
      </p>
    </>
  );
}

type LockedProps = { by: ClaimView; writeAnyway: () => void };

/** Writing in spite of it is asked for twice: the second time it says what can come of it. */
function Locked({ by, writeAnyway }: LockedProps) {
  const [sure, setSure] = useState(false);
  const status = useAsked("status", ["status", "time"], (from) => from.status()).asked;
  const line = status.state === "here" && status.value.link !== "online" ? status.value : null;
  const asAt = line?.asAt == null ? null : fmtTime(line.asAt.local);
  return (
    <div className="attend" role="alert">
      <Icon name="pen" />
      <p>
        <b>{words.locked(by.by)}</b> {words.until(fmtTime(by.until.local), asAt)}{" "}
        {sure ? words.sureRest(by.by) : words.lockedRest}
      </p>
      <span className="spacer" />
      {sure ? (
        <>
          <Button onPress={() => setSure(false)}>{words.wait}</Button>
          <Button onPress={writeAnyway}>{words.sure}</Button>
        </>
      ) : (
        <Button onPress={() => setSure(true)}>{words.anyway}</Button>
      )}
    </div>
  );
}
