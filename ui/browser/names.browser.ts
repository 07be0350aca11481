import { expect, type Page, test } from "@playwright/test";
import { resize, SIZES } from "./checks";
import { findUnreadable } from "./text";

/** Letters of usual width, and of the widest that names are made of. */
const FAMILIES = ["BLENKINSOP-FEATHERSTONE", "MWAMBA-MCWILLIAM-GOMWOMA"];
const SHORTEST = 3;
const LONGEST = "FEATHERSTONEHAUGH-CHOLMONDELEY, Christopher Jonathan Maximilian (Professor)";

async function open(page: Page, name: string): Promise<void> {
  await page.goto(`${process.env.SITE}index.html?fake&calm&name=${encodeURIComponent(name)}`);
  await page.locator(".row").first().waitFor();
}

/** Rows in sight whose age, or whose red flag, is cut off. */
function cutOff(page: Page): Promise<string[]> {
  return page.locator(".row").evaluateAll((rows) =>
    rows.flatMap((row) =>
      [...row.querySelectorAll(".row__age, .tag--flag")]
        .filter((part) => {
          const box = part.getBoundingClientRect();
          const holder = (part.closest(".row__words") ?? row).getBoundingClientRect();
          return box.height < 8 || box.bottom > holder.bottom + 3 || box.right > holder.right + 1;
        })
        .map((part) => `${row.getAttribute("aria-label")}: ${part.textContent}`),
    ),
  );
}

for (const family of FAMILIES) {
  test(`a name lies over nothing, and hides no age and no red flag, however long it is: ${family}`, async ({
    page,
  }) => {
    await resize(page, SIZES[0]);
    for (let letters = SHORTEST; letters <= family.length; letters += 1) {
      await open(page, `${family.slice(0, letters)}, Jessica (Miss)`);
      expect.soft(await findUnreadable(page), family.slice(0, letters)).toEqual([]);
      expect.soft(await cutOff(page), family.slice(0, letters)).toEqual([]);
    }
  });
}

test("the longest name stands whole in its row, at every size of the window", async ({ page }) => {
  await open(page, LONGEST);
  for (const size of SIZES) {
    await resize(page, size);
    expect.soft(await findUnreadable(page), size.zoom).toEqual([]);
    expect.soft(await cutOff(page), size.zoom).toEqual([]);
  }
});
