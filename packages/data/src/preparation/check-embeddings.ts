import type { EncoderIdentity } from '@stackgan/text';

import { DatasetError } from '../shared/errors.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/**
 * Checks the embeddings that a source brings; returns the encoder that made them. Throws {@link
 * DatasetError}: `encoder` for a source without, `source` for an example whose embeddings are not
 * [captions, dimension] finite numbers.
 */
export function checkEmbeddings(
  examples: readonly SourceExample[],
  { name, encoder }: Pick<DatasetSource, 'name' | 'encoder'>,
): Required<EncoderIdentity> {
  if (encoder === undefined) {
    const message = `${name} brings no embeddings of its captions; give an encoder`;
    throw new DatasetError('encoder', name, message);
  }
  for (const { id, captions, embeddings } of examples) {
    const wanted = captions.length * encoder.dimension;
    if (embeddings?.length !== wanted) {
      const message = `${id} has ${embeddings?.length ?? 0} numbers of embeddings, not ${captions.length}×${encoder.dimension}`;
      throw new DatasetError('source', id, message);
    }
    if (!embeddings.every(Number.isFinite)) {
      throw new DatasetError('source', id, `the embeddings of ${id} hold NaN or infinity`);
    }
  }
  return encoder;
}
