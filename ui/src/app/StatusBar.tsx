import { useEffect, useState } from "react";
import { Button } from "../components/Button";
import { Icon } from "../components/Icon";
import type { StatusView } from "../host/host";
import { actionsWords } from "../words/copy";
import { didText, type Names } from "../words/decide";
import { en } from "../words/en";
import { fmtCount, fmtTime } from "../words/format";
import { practiseWords } from "../words/practise";
import { useKeyNames } from "./setup";

type StatusBarProps = {
  status: StatusView | null;
  names: Names;
  practising: boolean;
  focusMode: boolean;
  message: string | null;
  /** What the last action was part of, where several requests were decided on at once. */
  together: string | null;
  onUndo: () => void;
  onActions: () => void;
  onAttention: () => void;
};

/** Undo, which never moves, and the last action that it is about; what is not sent, what clashes, what failed. */
export function StatusBar(props: StatusBarProps) {
  const { status, names, practising, focusMode, message, together } = props;
  const { onUndo, onActions, onAttention } = props;
  const last = status?.lastAction ?? null;
  const { shownKey, ariaKeys } = useKeyNames();
  const seconds = useCountdown(status?.heldReplySeconds ?? null);
  return (
    <footer className="status" data-region="status">
      {last !== null && (
        <Button
          icon="undo"
          chord={focusMode ? "Alt+Z" : shownKey("undo")}
          ariaKeys={ariaKeys("undo")}
          off={last.undo === "impossible" ? en.status.undoNot : null}
          onPress={onUndo}
        >
          {en.status.undo}
        </Button>
      )}
      <p className="status__last" role="status">
        {message ?? lastText(status, names, together)}
        {seconds !== null && (
          <>
            {". "}
            <b className="status__held">
              {practising ? practiseWords.held(seconds) : en.status.held(seconds)}
            </b>
          </>
        )}
      </p>
      {last !== null && (
        <Button kind="quiet" ariaKeys={ariaKeys("last-actions")} popup="dialog" onPress={onActions}>
          {actionsWords.open}
        </Button>
      )}
      <span className="spacer" />
      {practising && (
        <span className="status__item">
          <Icon name="offline" />
          {practiseWords.unsentNot}
        </span>
      )}
      {status !== null && !practising && <Counts status={status} onAttention={onAttention} />}
    </footer>
  );
}

function lastText(status: StatusView | null, names: Names, together: string | null): string {
  const last = status?.lastAction ?? null;
  if (last === null) return en.status.none;
  return en.status.last(
    fmtTime(last.at.local),
    together ?? didText(last.decision, last.patientName, last.ownerName, names),
  );
}

type CountsProps = { status: StatusView; onAttention: () => void };

function Counts({ status, onAttention }: CountsProps) {
  return (
    <>
      {status.conflicts > 0 && (
        <button type="button" className="status__item status__button" onClick={onAttention}>
          <Icon name="fork" />
          <b>{en.status.conflicts(status.conflicts)}</b>
        </button>
      )}
      {status.failed > 0 && (
        <button type="button" className="status__item status__button sync--failed" onClick={onAttention}>
          <Icon name="close" />
          {en.status.failed(status.failed)}
        </button>
      )}
      {status.unreadable > 0 && (
        <button
          type="button"
          className="status__item status__button status__item--hide"
          onClick={onAttention}
        >
          <Icon name="alert" />
          {en.status.unreadable(status.unreadable)}
        </button>
      )}
      {status.sending > 0 && (
        <span className="status__item">
          <Icon name="send" />
          {en.status.sending(status.sending)}
        </span>
      )}
      <span className="status__item">
        <Icon name="disk" />
        {en.status.saved} <b>{fmtCount(status.unsent)}</b>
      </span>
      <span className="status__item status__item--hide">
        <Icon name="check" />
        {en.status.sentToday} <b>{fmtCount(status.sentToday)}</b>
      </span>
    </>
  );
}

/** Counts down between two answers of Rust, which owns the hold. */
function useCountdown(seconds: number | null): number | null {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    setLeft(seconds);
    if (seconds === null) return;
    const timer = setInterval(() => setLeft((now) => (now === null ? null : Math.max(0, now - 1))), 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return seconds === null ? null : left;
}
