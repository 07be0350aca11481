/** The pages as `npm run browser` and `npm run gallery` open them: the window's own and the gallery, with `?pseudo`. */

import { defineConfig, mergeConfig } from "vitest/config";
import { pseudo } from "./browser/pseudo.ts";
import base from "./vite.config.ts";

export default mergeConfig(
  base,
  defineConfig({
    plugins: [pseudo()],
    build: {
      outDir: "../target/browser/site",
      emptyOutDir: true,
      rollupOptions: { input: ["index.html", "gallery.html"] },
    },
  }),
);
