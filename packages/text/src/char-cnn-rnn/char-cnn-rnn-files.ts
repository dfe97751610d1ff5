import { openWebFolder, type WebRequestOptions, writeSafetensors } from '@stackgan/formats';
import { readWebFile } from '../read-web-file.js';
import { sha256 } from '../sha256.js';
import { charCnnRnnSizes, type CharCnnRnnWeights } from './char-cnn-rnn-sizes.js';
import type { CharacterOptions } from './character-codes.js';
import { checkWeights } from './check-weights.js';
import { writeDescription } from './encoder-description.js';

/** The files of a char-CNN-RNN by their names in its folder. */
export interface CharCnnRnnFiles {
  /** What the encoder is: the README describes its fields. */
  readonly 'encoder.json': Uint8Array;
  /** Its weights, named and shaped as in PyTorch. */
  readonly 'weights.safetensors': Uint8Array;
}

/** What {@link packCharCnnRnn} writes down. */
export interface CharCnnRnnPacking extends Partial<CharacterOptions> {
  /** Name of the encoder, which data sets and models record. 1 to 200 characters. */
  readonly name: string;
  /** Where the weights come from, such as the name of their file. 1 to 200 characters. */
  readonly source: string;
  readonly weights: CharCnnRnnWeights;
}

/**
 * The files of an encoder with these weights, for `loadCharCnnRnn`. Unless told otherwise it reads
 * lower case, and unknown characters as zeros. Throws `EncoderError` for weights of another network.
 */
export async function packCharCnnRnn({
  name,
  source,
  weights,
  lowerCase = true,
  unknown = 'zero',
}: CharCnnRnnPacking): Promise<CharCnnRnnFiles> {
  const sizes = charCnnRnnSizes(weights);
  checkWeights(weights, sizes);
  const bytes = new Uint8Array(writeSafetensors(weights));
  const description = { name, source, sizes, lowerCase, unknown, sha256: await sha256(bytes) };
  return { 'encoder.json': writeDescription(description), 'weights.safetensors': bytes };
}

/**
 * Fetches the files of an encoder by HTTP from the folder `baseUrl`, whose query is sent with both
 * requests. Throws `EncoderError` for a file that cannot be fetched.
 */
export async function fetchCharCnnRnn(
  baseUrl: string | URL,
  request: WebRequestOptions = {},
): Promise<CharCnnRnnFiles> {
  const folder = openWebFolder(baseUrl, request);
  const [description, weights] = await Promise.all([
    readWebFile(folder, 'encoder.json'),
    readWebFile(folder, 'weights.safetensors'),
  ]);
  return { 'encoder.json': description, 'weights.safetensors': weights };
}
