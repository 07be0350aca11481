/** Builds the pages and serves them on this computer alone, on a port that is free, until the tests have ended. */

import { build, preview } from "vite";

const configFile = "vite.browser.config.ts";

export default async function serve(): Promise<() => Promise<void>> {
  await build({ configFile, logLevel: "warn" });
  const server = await preview({ configFile, preview: { host: "127.0.0.1", port: 0, strictPort: false } });
  process.env.SITE = server.resolvedUrls?.local[0];
  return () => server.close();
}
