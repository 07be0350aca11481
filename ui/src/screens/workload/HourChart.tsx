import type { HourView } from "../../host/host";
import { workloadWords as words } from "../../words/workload";
import { Chart, Hatch } from "./Chart";

type HourChartProps = { hours: readonly HourView[] };

type Slot = { label: string; received: number; closed: number };

const WIDTH = 551;
const BASE = 214;
const TOP = 30;
const BAR = 17;

/** The core hours are shown one by one, what came before and after them together. */
const FIRST_HOUR = 8;
const LAST_HOUR = 18;

export function HourChart({ hours }: HourChartProps) {
  const slots = slotsOf(hours);
  const received = sum(slots.map((slot) => slot.received));
  const closed = sum(slots.map((slot) => slot.closed));
  const most = Math.max(1, ...slots.flatMap((slot) => [slot.received, slot.closed]));
  const height = (count: number) => (count / most) * (BASE - TOP);
  const step = WIDTH / slots.length;
  const peak = hours.reduce((best, hour) => (hour.received > best.received ? hour : best), {
    hour: -1,
    received: 0,
    closed: 0,
  });
  return (
    <Chart
      title={words.byHour}
      text={words.byHourText(received, closed)}
      label={words.byHourLabel(
        received,
        closed,
        peak.hour < 0 ? words.noPeak : words.peak(String(peak.hour).padStart(2, "0")),
      )}
      head={[words.hour, words.received, words.done]}
      rows={slots.map((slot) => [slot.label, slot.received, slot.closed])}
      viewBox={`0 0 ${WIDTH} 238`}
    >
      <Hatch id="hatch-hour" />
      <Legend />
      <path d={`M0 ${BASE}H${WIDTH}`} stroke="var(--edge)" />
      {slots.map((slot, index) => {
        const x = index * step + (step - BAR * 2 - 2) / 2;
        return (
          <g key={slot.label}>
            <text x={index * step + step / 2} y={BASE + 16} textAnchor="middle">
              {slot.label}
            </text>
            <Bar
              x={x}
              height={height(slot.received)}
              count={slot.received}
              fill="url(#hatch-hour)"
              strong={false}
            />
            <Bar
              x={x + BAR + 2}
              height={height(slot.closed)}
              count={slot.closed}
              fill="var(--accent)"
              strong
            />
          </g>
        );
      })}
    </Chart>
  );
}

/** Stands at the right end of the first line, where no bar's number reaches. */
function Legend() {
  return (
    <>
      <rect x={WIDTH - 190} y="1" width="10" height="10" fill="url(#hatch-hour)" stroke="var(--accent)" />
      <text x={WIDTH - 175} y="10">
        {words.received.toLowerCase()}
      </text>
      <rect x={WIDTH - 76} y="1" width="10" height="10" fill="var(--accent)" stroke="var(--accent)" />
      <text x={WIDTH - 61} y="10" className="strong">
        {words.done.toLowerCase()}
      </text>
    </>
  );
}

type BarProps = { x: number; height: number; count: number; fill: string; strong: boolean };

function Bar({ x, height, count, fill, strong }: BarProps) {
  if (count === 0) return null;
  return (
    <>
      <rect x={x} y={BASE - height} width={BAR} height={height} fill={fill} stroke="var(--accent)" />
      <text
        x={x + BAR / 2}
        y={BASE - height - 4}
        textAnchor="middle"
        className={strong ? "strong" : undefined}
      >
        {count}
      </text>
    </>
  );
}

function slotsOf(hours: readonly HourView[]): Slot[] {
  const between = (from: number, to: number) => hours.filter((hour) => hour.hour >= from && hour.hour <= to);
  const merged = (label: string, part: readonly HourView[]): Slot => ({
    label,
    received: sum(part.map((hour) => hour.received)),
    closed: sum(part.map((hour) => hour.closed)),
  });
  const core = between(FIRST_HOUR, LAST_HOUR).map((hour) =>
    merged(String(hour.hour).padStart(2, "0"), [hour]),
  );
  const evening = merged("19+", between(LAST_HOUR + 1, 23));
  const withEvening = evening.received + evening.closed > 0 ? [evening] : [];
  return [merged(words.night, between(0, FIRST_HOUR - 1)), ...core, ...withEvening];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
