import { defineConfig } from "vite";

import { world } from "./world.config.ts";

/** The built files go into the Python package; map and charts are parts of their own, loaded where a page draws one. */
export default defineConfig({
  base: "/static/build/",
  publicDir: false,
  plugins: [world()],
  build: {
    outDir: "../src/according/show/static/build",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: ["src/main.ts", "src/style.css"],
      output: {
        entryFileNames: "[name]-[hash].js",
        chunkFileNames: "[name]-[hash].js",
        // The worker of MapLibre is a module; under this name every server says so.
        assetFileNames: (asset) => (asset.names.some((name) => name.endsWith(".mjs")) ? "[name]-[hash].js" : "[name]-[hash][extname]"),
      },
    },
  },
  test: { include: ["test/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
