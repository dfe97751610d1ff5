import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type EncoderError,
  type EncoderFiles,
  loadEncoder,
  type LoadedCaptionEncoder,
  loadSentenceEncoder,
} from '@stackgan/text';
import { UsageError } from '../shared/errors.js';
import { importEncoderModule, isEncoderModule } from './encoder-module.js';

/** What `--encoder` calls the sentence encoder, where another one would be taken without the flag. */
export const SENTENCE = 'sentence';

/** Loads an encoder by its folder, its module or `sentence`; the sentence encoder without a path. */
export type LoadEncoder = (path: string | undefined) => Promise<LoadedCaptionEncoder>;

/**
 * The encoder in the folder, or the module, of `--encoder`; without that flag, the sentence encoder.
 * Throws UsageError if there is none.
 */
export const openEncoder: LoadEncoder = async (path) => {
  if (path === undefined || path === SENTENCE) return loadSentenceEncoder();
  if (isEncoderModule(path)) return importEncoderModule(path);
  return loadEncoder(await readEncoderFiles(path)).catch((error: EncoderError) => {
    if (error.name !== 'EncoderError') throw error;
    throw new UsageError(`the encoder ${path}: ${error.message}`);
  });
};

/** The files of the encoder in a folder. Throws UsageError if they cannot be read. */
export async function readEncoderFiles(folder: string): Promise<EncoderFiles> {
  const read = (file: keyof EncoderFiles): Promise<Uint8Array> =>
    readFile(join(folder, file)).catch((error: Error) => {
      throw new UsageError(
        `the encoder ${folder}: ${file} cannot be read (${error.message}); ` +
          'give a folder that stackgan encoder train or import char-cnn-rnn made, or a module (.mjs)',
      );
    });
  return {
    'encoder.json': await read('encoder.json'),
    'weights.safetensors': await read('weights.safetensors'),
  };
}
