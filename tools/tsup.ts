import { defineConfig, type Options } from 'tsup';

/** What every build shares. Nothing is bundled but the package's own sources. */
const shared: Options = {
  tsconfig: 'tsconfig.build.json',
  target: 'es2022',
  sourcemap: true,
  clean: true,
  treeshake: true,
  skipNodeModulesBundle: true,
  silent: true,
};

/** ESM, CommonJS and types of a package that runs in browsers as well as in Node. */
export function library(options: Options = {}) {
  return defineConfig({
    ...shared,
    entry: ['src/index.ts'],
    format: ['esm', 'cjs'],
    platform: 'neutral',
    splitting: false,
    dts: true,
    ...options,
  });
}

/** As `library`, for Node only: `import.meta.url` works in the CommonJS build too. */
export function nodeLibrary(options: Options = {}) {
  return library({ platform: 'node', shims: true, ...options });
}

/** An ES module that is run, not imported. */
export function program(options: Options = {}) {
  return defineConfig({
    ...shared,
    entry: ['src/cli.ts'],
    format: ['esm'],
    platform: 'node',
    ...options,
  });
}
