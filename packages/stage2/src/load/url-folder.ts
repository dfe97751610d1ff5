import { ModelSourceError } from './load-errors.js';
import type { ModelFolder } from './model-folder.js';

/** A folder on a web server; `url` with or without the slash at its end. */
export function openUrlFolder(url: URL): ModelFolder {
  const folder = new URL(url);
  folder.pathname = folder.pathname.replace(/\/*$/, '/');
  const locate = (file = '') => new URL(file, folder).href;
  return {
    locate,
    async read(file, { signal, onBytes }) {
      const address = locate(file);
      const fail = (what: string, cause?: unknown) => {
        signal?.throwIfAborted();
        throw new ModelSourceError('unreachable', address, `${address} ${what}`, { cause });
      };
      const wayOut = 'is the address right, and does the server allow this page to read it?';
      try {
        const response = await fetch(address, { signal: signal ?? null });
        if (response.status === 404) return undefined;
        if (!response.ok) return fail(`answered ${response.status}; ${wayOut}`);
        return await readBody(response, onBytes);
      } catch (error) {
        if ((error as Error).name === 'ModelSourceError') throw error;
        return fail(`cannot be fetched (${(error as Error).message}); ${wayOut}`, error);
      }
    },
  };
}

async function readBody(
  response: Response,
  onBytes?: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!response.body) return new Uint8Array(await response.arrayBuffer());
  const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onBytes?.(chunk.length);
      controller.enqueue(chunk);
    },
  });
  return new Uint8Array(await new Response(response.body.pipeThrough(counter)).arrayBuffer());
}
