import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { dirname, extname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../workspaces.js';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A web server on a free loopback port. */
export interface Server {
  readonly address: string;
  close(): void;
}

/** Serves the page, bundled from the packages' sources, the wasm backend's binaries, and exported models. */
export async function serve(exported: string): Promise<Server> {
  const wasm = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
  const script = await bundlePage();
  const read = async (path: string): Promise<string | Buffer> => {
    if (path === '/') return '<!doctype html><script type="module" src="/page.js"></script>';
    if (path === '/page.js') return script;
    const [, folder, file] = /^\/(wasm|exported)\/((?:\w+\/)?[\w-]+\.\w+)$/.exec(path) ?? [];
    if (file === undefined) throw new Error('no such file');
    return readFile(join(folder === 'wasm' ? wasm : exported, file));
  };
  const server = createServer(({ url = '/' }, response) => {
    read(url).then(
      (body) => response.setHeader('content-type', types[extname(url) || '.html'] ?? '').end(body),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
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
