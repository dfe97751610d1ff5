import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../workspaces.js';
import { type Server, startServer } from './server.js';

/**
 * Serves the page, bundled from the packages' sources, the wasm backend's binaries, and exported
 * models.
 */
export async function serve(exported: string): Promise<Server> {
  const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const script = await bundlePage();
  return startServer(async (path) => {
    if (path === '/') return '<!doctype html><script type="module" src="/page.js"></script>';
    if (path === '/page.js') return script;
    const [, folder, file] = /^\/(wasm|exported)\/((?:\w+\/)?[\w-]+\.\w+)$/.exec(path) ?? [];
    if (file === undefined) throw new Error('no such file');
    return readFile(join(folder === 'wasm' ? wasm : exported, file));
  });
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'tools/browser/page.ts')],
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    conditions: ['@stackgan/source'],
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}
