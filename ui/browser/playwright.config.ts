import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "*.browser.ts",
  globalSetup: "./site.ts",
  outputDir: "../../target/browser/failed",
  reporter: "line",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  use: {
    browserName: "chromium",
    /* Debian's: the browsers that Playwright would fetch are not fetched. */
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium" },
    locale: "en-GB",
    timezoneId: "Europe/London",
    reducedMotion: "reduce",
  },
});
