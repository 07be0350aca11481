/** What holds for every page: nothing in the way of assistive technology, all text to be read, nothing by colour alone. */

import { expect, type Page } from "@playwright/test";
import { findUnreadable } from "./text";

/**
 * 1366 by 768 at 100 %, 200 % and 400 %, in CSS pixels. At 400 % the height is more than the 192 pixels that would be
 * left: what a window as low as that shows is not covered.
 */
export const SIZES = [
  { zoom: "100 %", width: 1366, height: 768 },
  { zoom: "200 %", width: 683, height: 384 },
  { zoom: "400 %", width: 342, height: 768 },
] as const;

type Size = (typeof SIZES)[number];

const PICTURES = "../target/browser";

export async function resize(page: Page, { width, height }: Size): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** A picture to be looked at; no picture is compared with another. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${PICTURES}/${name.replace(/[^\w]+/g, "-")}.png` });
}

type Violation = { id: string; impact: string | null; nodes: { html: string }[] };

/**
 * Always left out: keys and initials are drawn inside buttons and hidden from assistive technology, and a row says "1 hour"
 * where it shows "1h"; the rule takes both for labels that do not match.
 */
const LABELS = { "label-content-name-mismatch": { enabled: false } };

/** Colours are the same in every width, and reading them takes most of the time. */
const NO_COLOURS = { ...LABELS, "color-contrast": { enabled: false } };

/** Serious and critical findings of axe-core (ux.md, A1). */
export async function expectNoBarrier(page: Page, where: string, colours: boolean): Promise<void> {
  const rules = JSON.stringify(colours ? LABELS : NO_COLOURS);
  if (!(await page.evaluate(() => "axe" in window)))
    await page.addScriptTag({ path: "node_modules/axe-core/axe.min.js" });
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ["violations"], rules: ${rules} }).then((result) => result.violations)`,
  );
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  const lines = grave.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
  );
  expect.soft(lines, `barriers at ${where}`).toEqual([]);
}

export async function expectReadable(page: Page, where: string): Promise<void> {
  expect.soft(await findUnreadable(page), `text that cannot be read at ${where}`).toEqual([]);
}

/** In forced colours backgrounds are gone: what is chosen has an outline, a bar, a thicker edge or bold words instead. */
export async function expectMarked(page: Page): Promise<void> {
  const chosen = page.locator(
    "[aria-selected='true'], [aria-current='true'], [aria-current='page'], [aria-pressed='true']",
  );
  const bare = await chosen.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .filter((element) => {
        const own = getComputedStyle(element);
        const bar = getComputedStyle(element, "::before");
        const barred = bar.content !== "none" && Number.parseFloat(bar.width) > 0;
        return own.outlineStyle === "none" && !barred && own.fontWeight !== "700";
      })
      .map((element) => element.outerHTML.slice(0, 160)),
  );
  expect.soft(bare, "chosen, and only a colour says so").toEqual([]);
}
