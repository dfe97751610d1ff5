import type { EncoderFiles } from '@stackgan/text';
import { ModelSourceError } from './load-errors.js';
import { locate, type ModelStore, readFile, type ReadOptions } from './model-store.js';

/** Where the files of a caption encoder are. */
export interface EncoderPlace {
  readonly store: ModelStore;
  /** A folder of the store; undefined for the store itself. */
  readonly folder: string | undefined;
  /** Name of the encoder, for messages. */
  readonly name: string;
}

/** Reads the two files of the folder of an encoder. Throws ModelSourceError. */
export async function readEncoder(
  { store, folder, name }: EncoderPlace,
  options: ReadOptions,
): Promise<EncoderFiles> {
  const read = async (file: keyof EncoderFiles): Promise<Uint8Array> => {
    const path = folder === undefined ? file : `${folder}/${file}`;
    const bytes = await readFile(store, path, options);
    if (bytes) return bytes;
    const place = locate(store, path);
    throw new ModelSourceError(
      'missing',
      place,
      `${place} is not there; the folder of the encoder "${name}" has encoder.json and weights.safetensors, ` +
        'as `stackgan encoder train` and `stackgan import char-cnn-rnn` write them',
    );
  };
  const [description, weights] = await Promise.all([
    read('encoder.json'),
    read('weights.safetensors'),
  ]);
  return { 'encoder.json': description, 'weights.safetensors': weights };
}
