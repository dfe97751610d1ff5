import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
};

/** A web server on a free loopback port. */
export interface Server {
  readonly address: string;
  close(): void;
}

/** Answers with what `read` gives for a path, with 404 where it rejects; always with `headers`. */
export async function startServer(
  read: (path: string) => Promise<string | Buffer>,
  headers: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    response.setHeaders(new Headers(headers));
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
