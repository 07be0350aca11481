import { expect, type Page, test } from "@playwright/test";
import { expectMarked, expectNoBarrier, expectReadable, picture, resize, SIZES } from "./checks";
import { STATES, type State } from "./states";

async function reach(page: Page, state: State, more = ""): Promise<void> {
  await resize(page, SIZES[0]);
  await page.goto(`${process.env.SITE}index.html?fake${state.address ?? ""}${more}`);
  await state.open?.(page);
  await page.locator(state.shows).first().waitFor();
}

const NAMED = ["queue, request", "reply", "conflict", "failed"];

for (const state of STATES.filter(({ name }) => NAMED.includes(name))) {
  test(`${state.name}: the patient's name stays in sight however far one reads`, async ({ page }) => {
    await reach(page, state);
    for (const size of SIZES) {
      await resize(page, size);
      await page.locator("main, main *").evaluateAll((parts) => {
        for (const part of parts) part.scrollTop = part.scrollHeight;
      });
      await expect.soft(page.locator("main .banner__name"), size.zoom).toBeInViewport({ ratio: 1 });
    }
  });
}

for (const state of STATES) {
  test(`${state.name}: nothing is in the way of assistive technology, and all can be read at 100, 200 and 400 % and in forced colours`, async ({
    page,
  }) => {
    await reach(page, state);
    for (const size of SIZES) {
      await resize(page, size);
      await picture(page, `${state.name} ${size.width}`);
      if (state.stays) await expect.soft(page.locator(state.shows).first(), size.zoom).toBeInViewport();
      await expectReadable(page, size.zoom);
      await expectNoBarrier(page, size.zoom, size === SIZES[0]);
    }
    await page.emulateMedia({ forcedColors: "active" });
    await resize(page, SIZES[0]);
    await picture(page, `${state.name} forced colours`);
    await expectMarked(page);
    await expectNoBarrier(page, "forced colours", true);
  });

  test(`${state.name}: there is room for words that are 40 % longer`, async ({ page }) => {
    await reach(page, state, "&pseudo");
    for (const size of SIZES) {
      await resize(page, size);
      await expectReadable(page, `${size.zoom}, longer words`);
    }
    await picture(page, `${state.name} pseudo`);
    await expectNoBarrier(page, "longer words", false);
  });
}
