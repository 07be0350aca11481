import { expect, type Page, test } from "@playwright/test";
import { expectMarked, expectNoBarrier, expectReadable, picture, resize, SIZES } from "./checks";

async function open(page: Page, search = ""): Promise<void> {
  await resize(page, SIZES[0]);
  await page.goto(`${process.env.SITE}gallery.html${search}`);
  await page.locator(".gallery .figures").waitFor();
}

for (const size of SIZES) {
  test(`in every state every component can be used and read at ${size.zoom}`, async ({ page }) => {
    await open(page);
    await resize(page, size);
    await picture(page, `gallery ${size.width}`);
    await expectReadable(page, size.zoom);
    await expectNoBarrier(page, size.zoom, size === SIZES[0]);
  });

  test(`in every state every component has room for words that are 40 % longer at ${size.zoom}`, async ({
    page,
  }) => {
    await open(page, "?pseudo");
    await resize(page, size);
    await picture(page, `gallery ${size.width} pseudo`);
    await expectReadable(page, size.zoom);
  });
}

test("in forced colours no component says by colour alone that it is chosen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await open(page);
  await picture(page, "gallery forced colours");
  await expectMarked(page);
  await expectNoBarrier(page, "forced colours", true);
});

test("the longer words are longer by 40 % and figures stay as they are", async ({ page }) => {
  const words = () => page.locator(".gallery .attend b").allInnerTexts();
  const figures = () => page.locator(".gallery .row__time").allInnerTexts();
  await open(page);
  const [before, times] = [await words(), await figures()];
  await open(page, "?pseudo");
  const after = await words();
  expect(after.join("").length).toBeGreaterThanOrEqual(before.join("").length * 1.3);
  expect(await figures()).toEqual(times);
});
