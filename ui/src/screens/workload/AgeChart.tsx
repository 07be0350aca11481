import type { WorkloadView } from "../../host/host";
import { workloadWords as words } from "../../words/workload";
import { Chart, Hatch } from "./Chart";

type AgeChartProps = { bands: WorkloadView["openByAge"] };

const LABEL = 110;
const WIDTH = 551;
const STEP = 27;
const FIRST = 30;
const COUNT = 40;

export function AgeChart({ bands }: AgeChartProps) {
  const totals = bands.map((band) => band.clinical + band.other);
  const most = Math.max(1, ...totals);
  const length = (count: number) => (count / most) * (WIDTH - LABEL - COUNT);
  const all = totals.reduce((total, count) => total + count, 0);
  return (
    <Chart
      title={words.age}
      text={words.ageText}
      label={words.ageLabel(all)}
      head={[words.age, words.clinical, words.other, words.total]}
      rows={bands.map((band) => [
        words.band[band.band],
        band.clinical,
        band.other,
        band.clinical + band.other,
      ])}
      viewBox={`0 0 ${WIDTH} ${FIRST + bands.length * STEP + 4}`}
    >
      <Hatch id="hatch-age" />
      <rect x={LABEL} y="3" width="10" height="10" fill="var(--accent)" stroke="var(--accent)" />
      <text x={LABEL + 15} y="12" className="strong">
        {words.clinical}
      </text>
      <rect x={LABEL + 75} y="3" width="10" height="10" fill="url(#hatch-age)" stroke="var(--accent)" />
      <text x={LABEL + 90} y="12">
        {words.other}
      </text>
      {bands.map((band, index) => {
        const y = FIRST + index * STEP;
        const clinical = length(band.clinical);
        const other = length(band.other);
        return (
          <g key={band.band}>
            <text x="0" y={y + 13}>
              {words.band[band.band]}
            </text>
            <rect x={LABEL} y={y + 2} width={clinical} height="15" fill="var(--accent)" />
            {other > 0 && (
              <rect
                x={LABEL + clinical}
                y={y + 2}
                width={other}
                height="15"
                fill="url(#hatch-age)"
                stroke="var(--accent)"
              />
            )}
            <text x={LABEL + clinical + other + 8} y={y + 14} className="strong">
              {band.clinical + band.other}
            </text>
          </g>
        );
      })}
    </Chart>
  );
}
