import { fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { useStillRows } from "./useStillRows";

/** There is no layout under test: this is where the list begins. */
let topPx = 0;

function List() {
  const box = useRef<HTMLDivElement>(null);
  useStillRows(box);
  return <div ref={box} role="listbox" tabIndex={0} aria-label="Rows" />;
}

/** A list with the pointer over it, or beside it, that is scrolled so far. */
function open(pointer: "over" | "beside", scrollPx: number) {
  topPx = 100;
  vi.spyOn(HTMLElement.prototype, "getBoundingClientRect").mockImplementation(
    () => new DOMRect(0, topPx, 400, 500),
  );
  const view = render(<List />);
  const list = screen.getByRole("listbox");
  list.scrollTop = scrollPx;
  fireEvent.scroll(list);
  if (pointer === "over") fireEvent.pointerMove(list);
  const begins = (nextPx: number) => {
    topPx = nextPx;
    view.rerender(<List />);
  };
  /** How far the first row is from where it was when the list began at 100 and was scrolled so far. */
  const wentPx = () => topPx + leadOf(list) - list.scrollTop - (100 - scrollPx);
  return { list, begins, wentPx };
}

function leadOf(list: HTMLElement): number {
  return Number.parseFloat(list.style.getPropertyValue("--lead")) || 0;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("rows under the pointer", () => {
  test("stay while a banner comes, and while it goes again", () => {
    const { begins, wentPx } = open("over", 0);
    begins(150);
    expect(wentPx()).toBe(0);
    begins(100);
    expect(wentPx()).toBe(0);
  });

  test("stay while a banner goes, at the start of the list by room before the first", () => {
    const { list, begins, wentPx } = open("over", 0);
    begins(50);
    expect(wentPx()).toBe(0);
    expect(leadOf(list)).toBe(50);
  });

  test("stay while a banner goes, further down by scrolling alone", () => {
    const { list, begins, wentPx } = open("over", 300);
    begins(50);
    expect(wentPx()).toBe(0);
    expect(leadOf(list)).toBe(0);
  });

  test("a list that has no rows to scroll gets the room for it", () => {
    const { list, begins } = open("over", 0);
    begins(150);
    expect(list.style.getPropertyValue("--slack")).toBe("50px");
  });

  test.each([
    ["the pointer leaves", (list: HTMLElement) => fireEvent.pointerLeave(list)],
    ["a key is pressed", () => fireEvent.keyDown(document.body, { key: "j" })],
  ])("lie where they belong once %s", async (_name, letGo) => {
    for (const top of [50, 150]) {
      const { list, begins } = open("over", 0);
      begins(top);
      await vi.waitFor(() => {
        letGo(list);
        expect(leadOf(list)).toBe(0);
        expect(list.scrollTop).toBe(0);
      });
      document.body.replaceChildren();
    }
  });

  test("are not taken from where somebody scrolled to meanwhile", () => {
    const { list, begins } = open("over", 0);
    begins(150);
    list.scrollTop = 400;
    fireEvent.scroll(list);
    fireEvent.pointerLeave(list);
    expect(list.scrollTop).toBe(400);
  });

  test("are not held where no pointer is over them", () => {
    const { list, begins } = open("beside", 0);
    begins(150);
    expect(list.scrollTop).toBe(0);
    expect(leadOf(list)).toBe(0);
  });
});
