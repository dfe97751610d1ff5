import { writeSafetensors } from '@stackgan/formats';
import type { EncoderFiles } from '../encoder-folder/encoder-files.js';
import { sha256 } from '../sha256.js';
import { charCnnRnnSizes, type CharCnnRnnWeights, checkCharCnnRnn } from './char-cnn-rnn-sizes.js';
import type { CharacterOptions } from './character-codes.js';
import { writeDescription } from './encoder-description.js';

/** What {@link packCharCnnRnn} writes down. */
export interface CharCnnRnnPacking extends Partial<CharacterOptions> {
  /** Name of the encoder, which data sets and models record. 1 to 200 characters. */
  readonly name: string;
  /** Where the weights come from, such as the name of their file. 1 to 200 characters. */
  readonly source: string;
  readonly weights: CharCnnRnnWeights;
}

/**
 * The files of an encoder with these weights, for `loadEncoder`. Unless told otherwise it reads
 * lower case, and unknown characters as zeros. Throws `EncoderError` for weights of another network.
 */
export async function packCharCnnRnn({
  name,
  source,
  weights,
  lowerCase = true,
  unknown = 'zero',
}: CharCnnRnnPacking): Promise<EncoderFiles> {
  const sizes = charCnnRnnSizes(weights);
  checkCharCnnRnn(weights, sizes);
  const bytes = new Uint8Array(writeSafetensors(weights));
  const description = { name, source, sizes, lowerCase, unknown, sha256: await sha256(bytes) };
  return { 'encoder.json': writeDescription(description), 'weights.safetensors': bytes };
}
