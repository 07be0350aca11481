import type { CountView } from "../../host/host";
import { workloadWords as words } from "../../words/workload";
import { Chart, Hatch } from "./Chart";

type CountChartProps<Group extends string> = {
  title: string;
  counts: readonly CountView<Group>[];
  labels: Record<Group, string>;
};

const LABEL = 92;
const WIDTH = 356;
const STEP = 44;

/** Three bars a group: open, received, closed, each with its number. */
export function CountChart<Group extends string>({ title, counts, labels }: CountChartProps<Group>) {
  const most = Math.max(1, ...counts.flatMap((count) => [count.open, count.received, count.closed]));
  const length = (count: number) => (count / most) * (WIDTH - LABEL - 168);
  const id = `hatch-${title.replace(/\W/g, "")}`;
  return (
    <Chart
      title={title}
      text={words.countText}
      label={words.countLabel(
        title,
        counts.map((count) => `${labels[count.group]} ${count.open}`).join(", "),
      )}
      head={[words.what, words.open, words.received, words.done, words.decided]}
      rows={counts.map((count) => [
        labels[count.group],
        count.open,
        count.received,
        count.closed,
        count.decided,
      ])}
      viewBox={`0 0 ${WIDTH} ${counts.length * STEP + 4}`}
    >
      <Hatch id={id} />
      {counts.map((count, index) => {
        const y = index * STEP;
        return (
          <g key={count.group}>
            <text x="0" y={y + 19}>
              {labels[count.group]}
            </text>
            <rect
              x={LABEL}
              y={y + 4}
              width={length(count.open)}
              height="8"
              fill="var(--paper)"
              stroke="var(--ink)"
            />
            <text x={LABEL + length(count.open) + 6} y={y + 12} className="strong">
              {count.open} {words.openNow}
            </text>
            <rect
              x={LABEL}
              y={y + 14}
              width={length(count.received)}
              height="8"
              fill={`url(#${id})`}
              stroke="var(--accent)"
            />
            <rect x={LABEL} y={y + 24} width={length(count.closed)} height="8" fill="var(--accent)" />
            <text x={LABEL + Math.max(length(count.received), length(count.closed)) + 6} y={y + 27}>
              {count.received} {words.received.toLowerCase()}, {count.closed} {words.done.toLowerCase()}
            </text>
          </g>
        );
      })}
    </Chart>
  );
}
