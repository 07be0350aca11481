import { type ReactNode, useId } from "react";

type ChooserGroupProps = { name: string | undefined; children: ReactNode };

/** Choices under their heading; those without one stand alone. */
export function ChooserGroup({ name, children }: ChooserGroupProps) {
  const id = useId();
  if (name === undefined) return children;
  return (
    <div role="group" aria-labelledby={id}>
      <div className="menu__head" id={id} role="presentation">
        {name}
      </div>
      {children}
    </div>
  );
}
