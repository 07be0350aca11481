import { type ReactNode, useState } from "react";
import { workloadWords as words } from "../../words/workload";

type ChartProps = {
  title: string;
  text: string;
  /** One sentence that says what the drawing shows. */
  label: string;
  head: readonly string[];
  rows: readonly (readonly (string | number)[])[];
  viewBox: string;
  children: ReactNode;
};

/** A drawing with the same numbers as a table behind it. */
export function Chart({ title, text, label, head, rows, viewBox, children }: ChartProps) {
  const [table, setTable] = useState(false);
  return (
    <figure className="chart">
      <h2>
        {title}
        <button type="button" className="chart__toggle" aria-pressed={table} onClick={() => setTable(!table)}>
          {table ? words.asChart : words.asTable}
          <span className="sr">: {title}</span>
        </button>
      </h2>
      <p>{text}</p>
      {table ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must be able to scroll it
        <div className="chart__table" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                {head.map((cell) => (
                  <th key={cell} scope="col">
                    {cell}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(([first, ...rest]) => (
                <tr key={first}>
                  <th scope="row">{first}</th>
                  {rest.map((cell, index) => (
                    <td key={head[index + 1]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <svg viewBox={viewBox} role="img" aria-label={label}>
          {children}
        </svg>
      )}
    </figure>
  );
}

type HatchProps = { id: string };

/** Hatched is received or administrative; solid is closed or clinical. */
export function Hatch({ id }: HatchProps) {
  return (
    <defs>
      <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V5" stroke="var(--accent)" strokeWidth="2.4" />
      </pattern>
    </defs>
  );
}
