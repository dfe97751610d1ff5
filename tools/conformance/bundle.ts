import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../workspaces.js';

/** The tests use `require`, which ESM does not have. */
const banner = `
import { createRequire as conformanceRequire } from 'node:module';
const require = conformanceRequire(import.meta.url);`;

/**
 * Bundles the tests with the sources of the backends into `outfile`, and returns its path. The
 * tests need a bundler: they import each other without extensions, and import files of the core
 * instead of the package. The option `mainFields` resolves the package to these files, so tests and
 * backends share one engine.
 */
export async function bundleSuite(outfile: string): Promise<string> {
  await build({
    entryPoints: [join(root, 'tools/conformance/suite.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['@stackgan/source'],
    external: ['onnxruntime-node'],
    // The core declares that its tests have no side effects, so tree shaking would remove them.
    ignoreAnnotations: true,
    banner: { js: banner },
    logLevel: 'warning',
  });
  return outfile;
}
