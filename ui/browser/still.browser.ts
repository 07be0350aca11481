import { expect, type Page, test } from "@playwright/test";

/** Where a row stands in the window. */
async function topOf(page: Page, name: string): Promise<number> {
  const box = await page.getByRole("option", { name: new RegExp(name) }).boundingBox();
  if (box === null) throw new Error(`${name} is not in sight`);
  return box.y;
}

async function open(page: Page, more: string): Promise<void> {
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.goto(`${process.env.SITE}index.html?fake${more}`);
  await page.locator(".actions").waitFor();
}

/** Keys as far from each other as a person's are. */
async function press(page: Page, ...chords: string[]): Promise<void> {
  for (const chord of chords) {
    await page.waitForTimeout(350);
    await page.keyboard.press(chord);
  }
}

const ROW = "ROSSI, Alan";

/** The urgent ones that nobody has are given away: their banner goes, and "dealt with" comes. */
async function giveUrgentAway(page: Page): Promise<void> {
  await press(page, "x", "Shift+ArrowDown", "Shift+ArrowDown", "Alt+a");
  // The pointer comes to the row before the banner goes.
  await page.getByRole("option", { name: new RegExp(ROW) }).hover();
  await press(page, "1");
}

test("a row stays under the pointer while a banner goes, and lies where it belongs once the pointer has left", async ({
  page,
}) => {
  await open(page, "");
  const before = await topOf(page, ROW);
  await giveUrgentAway(page);
  await page.locator(".arrivals").waitFor();
  await expect(page.locator(".alert")).toHaveCount(0);
  expect(await topOf(page, ROW)).toBe(before);
  const list = page.locator(".rows");
  const gap = () => page.locator(".rows .group").first().boundingBox();
  expect((await gap())?.y).toBeGreaterThan((await list.boundingBox())?.y ?? 0);
  await page.mouse.move(1000, 300);
  await expect.poll(async () => (await gap())?.y).toBe((await list.boundingBox())?.y);
});

test("a row stays under the pointer while a banner comes, however short the list is", async ({ page }) => {
  for (const more of ["&calm", "&calm&rows=6"]) {
    await open(page, more);
    await press(page, "Control+8");
    await page.getByRole("heading", { name: /^All open/ }).waitFor();
    const first = page.getByRole("option").nth(2);
    await first.hover();
    const before = (await first.boundingBox())?.y;
    const head = await page.locator(".rows").boundingBox();
    await press(page, "Control+Shift+O");
    await page
      .getByText(/You are working offline|offline/i)
      .first()
      .waitFor();
    await expect
      .poll(async () => (await page.locator(".rows").boundingBox())?.y)
      .toBeGreaterThan(head?.y ?? 0);
    expect((await first.boundingBox())?.y, more).toBe(before);
    await page.mouse.move(1000, 300);
    await expect.poll(() => page.locator(".rows").evaluate((list) => list.scrollTop)).toBe(0);
  }
});

test("without a pointer over the list nothing is held: its first row stands at its top", async ({ page }) => {
  await open(page, "&calm");
  await page.mouse.move(1000, 300);
  await press(page, "Control+Shift+O");
  await page.locator(".alert").first().waitFor();
  expect(await page.locator(".rows").evaluate((list) => list.scrollTop)).toBe(0);
});
