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

/** Loads an encoder from its folder; the sentence encoder if there is none. */
export type LoadEncoder = (folder: string | undefined) => Promise<LoadedCaptionEncoder>;

/**
 * The encoder in the folder of `--encoder`; without that flag, the sentence encoder. Throws
 * UsageError if the folder holds no encoder.
 */
export const openEncoder: LoadEncoder = async (folder) => {
  if (folder === undefined) return loadSentenceEncoder();
  const read = (file: keyof EncoderFiles): Promise<Uint8Array> =>
    readFile(join(folder, file)).catch((error: Error) => {
      throw new UsageError(
        `--encoder ${folder}: ${file} cannot be read (${error.message}); ` +
          'give a folder that stackgan encoder train or import char-cnn-rnn made',
      );
    });
  const files = {
    'encoder.json': await read('encoder.json'),
    'weights.safetensors': await read('weights.safetensors'),
  };
  return loadEncoder(files).catch((error: EncoderError) => {
    if (error.name !== 'EncoderError') throw error;
    throw new UsageError(`--encoder ${folder}: ${error.message}`);
  });
};
