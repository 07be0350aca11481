import { type DragEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useKeyNames } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { carriesFiles, FILES_ACCEPTED } from "../../core/files";
import type { AttachmentView } from "../../host/host";
import { en } from "../../words/en";
import { fileWords as words } from "../../words/files";
import type { Files as FilesOfReply } from "./useFiles";

type FilesProps = {
  /** Whom they go to. */
  name: string;
  files: FilesOfReply;
};

/** What goes with the message, the way to attach more, and why something was not taken. */
export function Files({ name, files }: FilesProps) {
  const { shownKey, ariaKeys } = useKeyNames();
  const attach = useRef<HTMLButtonElement>(null);
  const { attached, waiting } = files;
  return (
    <section className="files" aria-label={words.region(name)}>
      {attached.length + waiting.length > 0 && (
        <ul className="files__list">
          {attached.map((file) => (
            <Attached key={file.id} file={file} files={files} next={attach} />
          ))}
          {waiting.map((file) => (
            <li key={file.key} className="files__item" aria-busy="true">
              <Icon name="wait" />
              <b className="files__name">{file.name}</b>
              <span className="quiet">{words.attaching}</span>
            </li>
          ))}
        </ul>
      )}
      <Refused files={files} />
      <div className="files__foot">
        <Button
          ref={attach}
          icon="clip"
          off={files.off}
          chord={shownKey("attach")}
          ariaKeys={ariaKeys("attach")}
          onPress={files.choose}
        >
          {words.attach}
        </Button>
        <span className="meta">{files.off ?? words.limits}</span>
      </div>
      <input
        ref={files.picker}
        hidden
        type="file"
        accept={FILES_ACCEPTED}
        multiple
        aria-label={words.attach}
        onChange={({ target }) => {
          files.add([...(target.files ?? [])]);
          // So that a file that was removed can be chosen again.
          target.value = "";
        }}
      />
      <p className="sr" role="status">
        {words.attached(attached.length, name)}
      </p>
    </section>
  );
}

type AttachedProps = {
  file: AttachmentView;
  files: FilesOfReply;
  /** Takes the focus when the file goes. */
  next: RefObject<HTMLButtonElement | null>;
};

function Attached({ file, files, next }: AttachedProps) {
  const item = useRef<HTMLLIElement>(null);
  useLayoutEffect(() => {
    const own = item.current;
    return () => {
      if (own?.contains(document.activeElement)) next.current?.focus();
    };
  }, [next]);
  return (
    <li ref={item} className="files__item">
      <Icon name="clip" />
      <b className="files__name">{file.name}</b>
      <span className="quiet">{words.about(file)}</span>
      <Button
        kind="quiet"
        label={words.removeLabel(file.name)}
        off={files.removing.includes(file.id) ? words.removing : null}
        onPress={() => void files.remove(file)}
      >
        {words.remove}
      </Button>
    </li>
  );
}

type RefusedProps = { files: FilesOfReply };

function Refused({ files: { refused, forgetRefused } }: RefusedProps) {
  const box = useRef<HTMLDivElement>(null);
  // In a small window it would stand below what is in sight.
  useEffect(() => {
    if (refused.length > 0) box.current?.scrollIntoView({ block: "nearest" });
  }, [refused]);
  if (refused.length === 0) return null;
  return (
    <div ref={box} className="attend" role="alert">
      <Icon name="alert" />
      <div className="files__refused">
        {refused.map(({ key, what, why }) => (
          <p key={key}>
            <b>{what}</b> {why}
          </p>
        ))}
        <p>{words.restKept}</p>
      </div>
      <Button kind="quiet" label={en.guard.close} onPress={forgetRefused}>
        <Icon name="close" />
      </Button>
    </div>
  );
}

/** What takes files that are dropped on it, and whether some are held over it. */
export function useDrop<Target extends Element>(onFiles: (files: readonly File[]) => void) {
  const [isOver, setIsOver] = useState(false);
  return {
    isOver,
    onDragOver: (event: DragEvent<Target>) => {
      if (!carriesFiles(event.dataTransfer.types)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy";
      setIsOver(true);
    },
    onDragLeave: () => setIsOver(false),
    onDrop: (event: DragEvent<Target>) => {
      if (!carriesFiles(event.dataTransfer.types)) return;
      event.preventDefault();
      setIsOver(false);
      onFiles([...event.dataTransfer.files]);
    },
  };
}
