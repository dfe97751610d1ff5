import { shownValue } from '@stackgan/formats';
import type { CaptionEncoder, LoadedCaptionEncoder } from './caption-encoder.js';
import { isSize, isText } from './encoder-folder/encoder-head.js';
import { EncoderError } from './errors.js';
import { requireEmbeddings } from './require-embeddings.js';
import { sha256 } from './sha256.js';

/** To be raised when the same function gives other embeddings. */
const revision = 1;

/** What {@link encoderFromFunction} makes an encoder of. */
export interface EncoderFunction extends Pick<CaptionEncoder, 'validate' | 'unknownShare'> {
  /** Name of the encoder, which data sets and models record. 1 to 200 characters. */
  readonly name: string;
  /**
   * What else decides on an embedding, such as the revision and the precision of a model and its
   * pooling. Change it whenever a caption gets another embedding. 1 to 200 characters.
   */
  readonly version: string;
  /** Length T of one embedding. */
  readonly dimension: number;
  /** Embeddings of the captions, row-major [captions.length, T]. */
  readonly embed: (captions: string[]) => Promise<ArrayLike<number>>;
  /** Most captions of one call of `embed`, 32 by default. */
  readonly batchSize?: number;
  /** Frees what `embed` needs. */
  readonly dispose?: () => unknown;
}

/**
 * An encoder that embeds captions by any function, for data sets and for models that learn from them.
 * Its hash is that of name, version and dimension, which is the same on every machine; embeddings are
 * not, since machines round differently. Throws {@link EncoderError} for a name, version or size that
 * is none; `embed` rejects with it for results that are not [captions.length, T] finite numbers.
 */
export async function encoderFromFunction({
  name,
  version,
  dimension,
  embed,
  batchSize = 32,
  validate,
  unknownShare,
  dispose,
}: EncoderFunction): Promise<LoadedCaptionEncoder> {
  check(isText(name), 'name', name, 'text of 1 to 200 characters');
  check(isText(version), 'version', version, 'text of 1 to 200 characters');
  check(isSize(dimension), 'dimension', dimension, 'a whole number of 1 or more');
  check(isSize(batchSize), 'batchSize', batchSize, 'a whole number of 1 or more');
  const identity = JSON.stringify(['function', revision, name, version, dimension]);
  return {
    ...{ name, dimension },
    hash: await sha256(new TextEncoder().encode(identity)),
    async embed(captions) {
      const embeddings = new Float32Array(captions.length * dimension);
      for (let first = 0; first < captions.length; first += batchSize) {
        const batch = captions.slice(first, first + batchSize);
        // Without types, a function may give nothing.
        const values = Float32Array.from((await embed(batch)) ?? []);
        requireEmbeddings(values, batch, { name, dimension });
        embeddings.set(values, first * dimension);
      }
      return embeddings;
    },
    ...(validate && { validate }),
    ...(unknownShare && { unknownShare }),
    dispose: () => void dispose?.(),
  };
}

function check(isRight: boolean, field: string, value: unknown, expected: string): void {
  if (isRight) return;
  throw new EncoderError(
    `encoderFromFunction has ${field} ${shownValue(value)}, expected ${expected}`,
  );
}
