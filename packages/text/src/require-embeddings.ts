import type { EncoderIdentity } from './encoder-identity.js';
import { EncoderError } from './errors.js';

/**
 * Throws {@link EncoderError} unless `values`, which an encoder gave, are embeddings of the captions:
 * finite numbers, row-major [captions.length, T].
 */
export function requireEmbeddings(
  values: Float32Array,
  captions: readonly string[],
  { name, dimension }: EncoderIdentity,
): void {
  const count = captions.length;
  if (values.length !== count * dimension) {
    throw new EncoderError(
      `Encoder "${name}" gave ${values.length} numbers for ${count} captions; ` +
        `its \`embed\` must give the rows of [${count}, ${dimension}] as one list`,
    );
  }
  const damaged = values.findIndex((value) => !Number.isFinite(value));
  if (damaged === -1) return;
  const caption = captions[Math.floor(damaged / dimension)]!;
  throw new EncoderError(
    `Encoder "${name}" gave ${values[damaged]} for the caption "${caption.slice(0, 40)}"; embeddings must be finite numbers`,
  );
}
