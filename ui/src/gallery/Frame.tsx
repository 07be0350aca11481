/** The page around the specimens: a section under its heading, a specimen under its name. */

import type { ReactNode } from "react";

type SectionProps = { title: string; wide?: boolean; children: ReactNode };

export function Section({ title, wide = false, children }: SectionProps) {
  return (
    <section className="gallery__section">
      <h2>{title}</h2>
      <div className={wide ? "gallery__wide" : "gallery__columns"}>{children}</div>
    </section>
  );
}

type SpecimenProps = {
  name: string;
  /** Height in rem of what fills its container in the window. */
  tall?: number;
  children: ReactNode;
};

export function Specimen({ name, tall, children }: SpecimenProps) {
  return (
    <div className="gallery__specimen" data-specimen={name}>
      <h3 className="meta">{name}</h3>
      <div className="gallery__stage" style={tall === undefined ? undefined : { height: `${tall}rem` }}>
        {children}
      </div>
    </div>
  );
}
