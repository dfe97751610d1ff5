import * as tf from '@tensorflow/tfjs-core';

/** Wrong captions for a batch. */
export interface MismatchedPairs {
  /** [N, T], the embeddings moved on by one example. */
  embeddings: tf.Tensor2D;
  /** [N, 1], 0 where the neighbour is of the same class; absent without classes. */
  mask?: tf.Tensor2D;
}

/** Pairs each example with its neighbour's caption (StackGAN-Pytorch; the mask is ours). */
export function mismatchedPairs(embeddings: tf.Tensor2D, classes?: tf.Tensor1D): MismatchedPairs {
  return tf.tidy(() => {
    const moved = rollByOne(embeddings);
    if (classes === undefined) return { embeddings: moved };
    const differs = tf.cast(tf.notEqual(rollByOne(classes), classes), 'float32');
    return { embeddings: moved, mask: tf.reshape(differs, [-1, 1]) as tf.Tensor2D };
  });
}

function rollByOne<T extends tf.Tensor>(x: T): T {
  return tf.concat([tf.slice(x, 1), tf.slice(x, 0, 1)], 0) as T;
}
