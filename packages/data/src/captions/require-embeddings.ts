import type { EncoderIdentity } from '@stackgan/text';

import { DatasetError } from '../shared/errors.js';

/**
 * Throws {@link DatasetError} `encoder` unless `values`, which an encoder gave, are embeddings of the
 * captions: finite numbers, row-major [captions.length, T].
 */
export function requireEmbeddings(
  values: Float32Array,
  captions: readonly string[],
  { name, dimension }: EncoderIdentity,
): void {
  const fail = (what: string) =>
    new DatasetError('encoder', name, `the encoder ${name} gives ${what}`);
  const count = captions.length;
  if (values.length !== count * dimension) {
    const wayOut = `its \`embed\` must give the rows of [${count}, ${dimension}] as one Float32Array`;
    throw fail(`${values.length} numbers for ${count} captions; ${wayOut}`);
  }
  const damaged = values.findIndex((value) => !Number.isFinite(value));
  if (damaged === -1) return;
  const caption = captions[Math.floor(damaged / dimension)]!.slice(0, 40);
  throw fail(`${values[damaged]} for the caption "${caption}"; embeddings must be finite numbers`);
}
