import { decideWords } from "../../words/decide";
import { fmtMoment } from "../../words/format";
import { replyWords } from "../../words/reply";
import type { Wait } from "./useWait";

type WaitTimeProps = { wait: Wait; onChoose: () => void };

/** How long the practice waits for the patient before the request comes back by itself. */
export function WaitTime({ wait, onChoose }: WaitTimeProps) {
  const { times, chosen, choose, reading } = wait;
  return (
    <select
      className="input compose__wait"
      aria-label={replyWords.waitTime}
      aria-busy={reading}
      value={chosen}
      onChange={({ target }) => {
        choose(times.find(({ time }) => time === target.value)?.time ?? "none");
        onChoose();
      }}
    >
      {times.map(({ time, at }) => (
        <option key={time} value={time}>
          {replyWords.waitUntil(decideWords.hold.time[time], fmtMoment(at))}
        </option>
      ))}
      <option value="none">{reading ? replyWords.waitReading : replyWords.waitNoTime}</option>
    </select>
  );
}
