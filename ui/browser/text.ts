/**
 * Finds text that cannot be read: cut off, spilling out of its box, under other text, or reached only by scrolling
 * sideways. Everything here runs in the page.
 *
 * Not seen: what stands in fields and pickers, whose text is in no node; text that something without text covers.
 */

import type { Page } from "@playwright/test";

/** As many words and states as fit is the rule there; the request itself shows them whole. */
const SHORTENED = ".row__words, .row__state, .templates .option__hint";

type Box = { left: number; top: number; right: number; bottom: number };
type Line = { box: Box; node: Node; layer: Element | null };

/** Less than this is rounding. */
const SLACK = 1.5;

const NOWHERE: Box = { left: 0, top: 0, right: 0, bottom: 0 };

function name(node: Node): string {
  const element = node instanceof Element ? node : node.parentElement;
  const chain = [element?.parentElement, element].map(
    (at) => `${at?.localName}.${at?.getAttribute("class") ?? ""}`,
  );
  return `${chain.join(" > ")} “${(node.textContent ?? "").trim().slice(0, 40)}”`;
}

function textNodes(): Node[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found: Node[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || (node.textContent ?? "").trim() === "") continue;
    if (holder.closest(".sr, script, style, option, title, textarea") !== null) continue;
    if (holder.checkVisibility({ visibilityProperty: true, opacityProperty: true })) found.push(node);
  }
  return found;
}

function boxesOf(node: Node): Box[] {
  const range = document.createRange();
  range.selectNodeContents(node);
  return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
}

/** What of a line is in sight, and what cuts it where no scrolling would show the rest. */
function seen(box: Box, holder: Element): { box: Box; cut: Element | null } {
  let { left, top, right, bottom } = box;
  let cut: Element | null = null;
  for (let at: Element | null = holder; at !== null && at !== document.body; at = at.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(at);
    if (at instanceof SVGElement || (overflowX === "visible" && overflowY === "visible")) continue;
    const edge = at.getBoundingClientRect();
    const sideways = left < edge.left - SLACK || right > edge.right + SLACK;
    const upright = top < edge.top - SLACK || bottom > edge.bottom + SLACK;
    const fixed = (overflow: string) => overflow === "hidden" || overflow === "clip";
    if ((sideways && fixed(overflowX)) || (upright && fixed(overflowY))) cut ??= at;
    left = Math.max(left, edge.left);
    right = Math.min(right, edge.right);
    top = Math.max(top, edge.top);
    bottom = Math.min(bottom, edge.bottom);
    if (right - left < SLACK || bottom - top < SLACK) break;
  }
  return { box: { left, top, right, bottom }, cut };
}

/** Lines touch where the space between them is small; only a real overlap counts. */
function overlap(a: Box, b: Box): boolean {
  const inset = (box: Box) => (box.bottom - box.top) * 0.2;
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high =
    Math.min(a.bottom - inset(a), b.bottom - inset(b)) - Math.max(a.top + inset(a), b.top + inset(b));
  return wide > SLACK && high > SLACK;
}

function overlaps(lines: Line[]): string[] {
  const sorted = [...lines].sort((a, b) => a.box.top - b.box.top);
  return sorted.flatMap((line, index) => {
    const found: string[] = [];
    for (const other of sorted.slice(index + 1)) {
      if (other.box.top > line.box.bottom) break;
      if (other.node === line.node || other.layer !== line.layer) continue;
      if (overlap(line.box, other.box))
        found.push(`over each other: ${name(line.node)} and ${name(other.node)}`);
    }
    return found;
  });
}

/** Tables of data may be wider than a window that is very narrow (WCAG 1.4.10); nothing else scrolls sideways. */
function sideways(): string[] {
  return [...document.querySelectorAll("html, body, body *")].flatMap((element) => {
    if (element instanceof SVGElement || element.matches("input, textarea, select")) return [];
    if (element.scrollWidth <= element.clientWidth + SLACK || element.clientWidth === 0) return [];
    if (element.querySelector("table") !== null && element.matches(".conflict, .chart__table, .reader"))
      return [];
    const { overflowX } = getComputedStyle(element);
    return overflowX === "auto" || overflowX === "scroll" ? [`scrolls sideways: ${name(element)}`] : [];
  });
}

/** The box that a line has to stay in: that of its paragraph, button or cell, or of its drawing. */
function spills(box: Box, holder: Element): boolean {
  let block: Element = holder.closest("svg") ?? holder;
  while (getComputedStyle(block).display.startsWith("inline") && !block.matches("svg, button, .button, .tag"))
    block = block.parentElement ?? document.body;
  const edge = block.getBoundingClientRect();
  const beside = box.left < edge.left - SLACK || box.right > edge.right + SLACK;
  return beside || (box.top + box.bottom) / 2 > edge.bottom;
}

/** What lies over the rest on purpose: dialogs, choosers, and what stays in sight while the request scrolls. */
function layerOf(holder: Element): Element | null {
  const bar = holder.closest(".actions, .attend--foot, .banner, .popover__buttons");
  const sticky = bar !== null && getComputedStyle(bar).position === "sticky";
  return sticky ? bar : holder.closest(".scrim, .popover");
}

function lineProblems(
  whole: Box,
  node: Node,
  holder: Element,
  shortened: string,
): Line & { problems: string[] } {
  const layer = layerOf(holder);
  const { box, cut } = seen(whole, holder);
  const isSeen = box.right - box.left > SLACK && box.bottom - box.top > SLACK;
  const page = document.documentElement;
  const stands = layer !== null || page.scrollHeight <= page.clientHeight;
  const may = holder.closest(shortened) !== null;
  const problems = [
    isSeen && stands && box.bottom > innerHeight + SLACK ? `below the window: ${name(node)}` : "",
    isSeen && (box.right > innerWidth + SLACK || box.left < -SLACK) ? `beside the window: ${name(node)}` : "",
    cut !== null && !cut.matches(shortened) ? `cut by ${name(cut)}: ${name(node)}` : "",
    spills(whole, holder) && !may ? `spills out of its box: ${name(node)}` : "",
  ];
  return { box: isSeen ? box : NOWHERE, node, layer, problems: problems.filter((problem) => problem !== "") };
}

function textProblems(shortened: string): string[] {
  const lines = textNodes().flatMap((node) => {
    const holder = node.parentElement;
    return holder === null ? [] : boxesOf(node).map((box) => lineProblems(box, node, holder, shortened));
  });
  const found = [...sideways(), ...lines.flatMap((line) => line.problems)];
  return [...new Set([...found, ...overlaps(lines.filter((line) => line.box !== NOWHERE))])];
}

const PARTS = [
  name,
  textNodes,
  boxesOf,
  seen,
  overlap,
  overlaps,
  sideways,
  spills,
  layerOf,
  lineProblems,
  textProblems,
];

/** What cannot be read on the page as it is now, one line for each text. */
export function findUnreadable(page: Page): Promise<string[]> {
  const source = `(() => { const SLACK = ${SLACK}; const NOWHERE = {}; ${PARTS.join("\n")}; return textProblems(${JSON.stringify(SHORTENED)}); })()`;
  return page.evaluate<string[]>(source);
}
