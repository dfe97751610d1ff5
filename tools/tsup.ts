import { defineConfig, type Options } from 'tsup';

/** Options of every build. Only the package's own sources are bundled. */
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

/** As `library`, for Node only: `import.meta.url` also works in the CommonJS build. */
export function nodeLibrary(options: Options = {}) {
  return library({ platform: 'node', shims: true, ...options });
}

/** A program: an ES module that is run, not imported. */
export function program(options: Options = {}) {
  return defineConfig({
    ...shared,
    entry: ['src/cli.ts'],
    format: ['esm'],
    platform: 'node',
    ...options,
  });
}
