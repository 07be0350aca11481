import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useCommands } from "../../app/keys";
import { useKeyMode } from "../../app/setup";
import { Button } from "../../components/Button";
import { Icon } from "../../components/Icon";
import { ariaKeys, type CommandId } from "../../core/commands";
import { digitOf } from "../../core/keys";
import type { DecisionForm, RequestView, SessionView } from "../../host/host";
import type { Names } from "../../words/decide";
import { fmtMany } from "../../words/format";
import { keepWords, replyWords } from "../../words/reply";
import { outcomesOfReply } from "../decide/choices";
import { Banner } from "../reader/Banner";
import { Notice, type NoticeText } from "../triage/Notice";
import { ComposeFoot } from "./ComposeFoot";
import { Files, useDrop } from "./Files";
import { KeepTemplate } from "./KeepTemplate";
import { LanguageSwitch } from "./LanguageSwitch";
import { RequestBeside } from "./RequestBeside";
import { TemplatePicker } from "./TemplatePicker";
import { Templates } from "./Templates";
import { type Composer, useComposer } from "./useComposer";
import { DraftState } from "./useDraft";
import { useWriting } from "./useWriting";
import { WritingNote } from "./WritingNote";

type ReplyScreenProps = {
  request: RequestView;
  session: SessionView;
  names: Names;
  notice: NoticeText | null;
  onSend: (decision: DecisionForm) => void;
  onLeave: () => void;
};

/** Writing to one patient: the list is gone, the patient's name is over everything (ux.md 1.4). */
export function ReplyScreen({ request, session, names, notice, onSend, onLeave }: ReplyScreenProps) {
  const { name } = request.patient;
  const templates = useRef<HTMLInputElement>(null);
  const picker = useRef<HTMLSelectElement>(null);
  const writing = useWriting(request);
  const composer = useComposer(request, session, onSend, writing.by !== null);
  const { field, draft, count } = composer;
  /** One of the two is on screen. */
  function toTemplates() {
    picker.current?.focus();
    templates.current?.focus();
  }
  useReplyKeys(composer, toTemplates, onLeave);

  useEffect(() => {
    field.current?.focus();
  }, [field]);

  return (
    <main className="focus" aria-label={replyWords.region} data-scope="reply" data-region="reader">
      <Banner patient={request.patient} sentBy={request.sentBy} acting />
      <RequestBeside request={request} names={names} />
      <section className="compose" aria-label={replyWords.title(name)}>
        <div className="compose__body">
          <div className="compose__bar">
            <h2>{replyWords.title(name)}</h2>
            <LanguageSwitch
              language={composer.templates.language}
              onChange={composer.templates.setLanguage}
            />
            <TemplatePicker field={picker} templates={composer.templates} onInsert={composer.insert} />
            <span className="spacer" />
            <span className="quiet">{replyWords.by(request.patient.mobile, request.patient.prefers)}</span>
          </div>
          <WritingNote writing={writing} onWrite={() => field.current?.focus()} />
          <Message name={name} composer={composer} isLocked={writing.by !== null} />
          <div className="small quiet facts">
            <span>
              {replyWords.count(fmtMany(count.characters, "character"), fmtMany(count.texts, "text"))}
            </span>
            <DraftState draft={draft} />
            <span className="spacer" />
            <Keeping {...{ request, session, composer }} />
          </div>
          <Files name={name} files={composer.files} />
          <Blanks composer={composer} />
          <Notice notice={notice} changes={[]} onContinue={() => undefined} onClose={() => undefined} />
        </div>
        <ComposeFoot name={name} composer={composer} dispositions={outcomesOfReply(session)} />
      </section>
      <Templates field={templates} templates={composer.templates} onInsert={composer.insert} />
    </main>
  );
}

type MessageProps = { name: string; composer: Composer; isLocked: boolean };

/** Where the message is written; files can be dropped on it. */
function Message({ name, composer, isLocked }: MessageProps) {
  const { field, draft, templates } = composer;
  const byDigit = useKeyMode() === "single-keys" && draft.text === "";
  const { isOver, ...drop } = useDrop<HTMLTextAreaElement>(composer.files.add);
  return (
    <textarea
      ref={field}
      readOnly={isLocked}
      className={isOver ? "message message--drop" : "message"}
      {...drop}
      aria-label={replyWords.message(name)}
      spellCheck
      lang={templates.language}
      placeholder={byDigit && !isLocked ? replyWords.digits : undefined}
      onKeyDown={(event) => {
        if (byDigit) insertByDigit(event, composer);
      }}
      value={draft.text}
      onChange={(event) => draft.setText(event.target.value)}
    />
  );
}

type KeepingProps = { request: RequestView; session: SessionView; composer: Composer };

function Keeping({ request, session, composer }: KeepingProps) {
  const [state, setState] = useState<{ open: boolean; kept: string | null }>({ open: false, kept: null });
  const { text } = composer.draft;
  return (
    <>
      <span role="status">{state.kept !== null && keepWords.kept(state.kept)}</span>
      {text.trim() !== "" && (
        <Button kind="quiet" popup="dialog" onPress={() => setState({ open: true, kept: null })}>
          {keepWords.button}
        </Button>
      )}
      {state.open && (
        <KeepTemplate
          {...{ text, request, session }}
          language={composer.templates.language}
          onKept={(kept) => setState({ open: false, kept })}
          onClose={() => setState({ open: false, kept: null })}
        />
      )}
    </>
  );
}

/** While nothing is written yet, a digit is a template's and no text (ux.md K4); a message can begin with one after a space. */
function insertByDigit(event: KeyboardEvent, { templates, insert }: Composer): void {
  const digit = digitOf(event.nativeEvent);
  const template = digit === null ? undefined : templates.listed[digit - 1];
  if (template === undefined) return;
  event.preventDefault();
  insert(template);
}

type BlanksProps = { composer: Composer };

function Blanks({ composer }: BlanksProps) {
  const { blanks, goToBlank } = composer;
  if (blanks.length === 0) return null;
  return (
    <p className="attend" role="status">
      <Icon name="pen" />
      <span>
        <b>{replyWords.blanks(blanks.length)}</b>{" "}
        {replyWords.blanksRest(blanks.map((blank) => blank.name).join(", "))}
      </span>
      <span className="spacer" />
      <Button kind="quiet" chord="F8" ariaKeys={ariaKeys("next-blank")} onPress={goToBlank}>
        {replyWords.goToBlank}
      </Button>
    </p>
  );
}

function useReplyKeys(composer: Composer, focusTemplates: () => void, onLeave: () => void): void {
  function run(id: CommandId): boolean {
    switch (id) {
      case "send":
        return composer.send();
      case "send-close":
        return composer.sendAndClose();
      case "next-blank":
        return composer.goToBlank();
      case "templates":
        focusTemplates();
        return true;
      case "attach":
        return composer.files.choose();
      case "save-draft":
        void composer.draft.save();
        return true;
      case "leave-reply":
        void composer.draft.save();
        onLeave();
        return true;
      default:
        return false;
    }
  }
  useCommands("reply", run);
}
