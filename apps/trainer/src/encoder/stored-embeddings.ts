import type { PreparedDataset } from '@stackgan/data';
import * as tf from '@tensorflow/tfjs-core';
import type { CaptionNetwork } from './caption-network.js';

/** The embeddings that a data set holds, as they are. */
export function storedEmbeddings(dataset: PreparedDataset): CaptionNetwork {
  const { dimension } = dataset.info.encoder;
  return {
    dimension,
    variables: [],
    read: (captions) => {
      const rows = new Float32Array(captions.length * dimension);
      for (const [row, { example, caption }] of captions.entries()) {
        const from = caption * dimension;
        const embedding = dataset.embeddings(example).subarray(from, from + dimension);
        rows.set(embedding, row * dimension);
      }
      return tf.tensor2d(rows, [captions.length, dimension]);
    },
    apply: (rows) => tf.clone(rows as tf.Tensor2D),
  };
}
