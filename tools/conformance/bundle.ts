import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../workspaces.js';

/** ESM has no `require`, and the tests use it. */
const banner = `
import { createRequire as conformanceRequire } from 'node:module';
const require = conformanceRequire(import.meta.url);`;

/**
 * Bundles the tests with the backends' sources into `outfile` and returns it. The tests are written
 * for a bundler: their files import each other without extensions, and the core itself by its
 * files; aliasing the package to those files gives tests and backends one engine.
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
    // The core says that its tests have no side effects, so they would be shaken off.
    ignoreAnnotations: true,
    banner: { js: banner },
    logLevel: 'warning',
  });
  return outfile;
}
