import * as tf from '@tensorflow/tfjs-core';

/** Wrong captions for a batch. */
export interface MismatchedPairs {
  /** [N, T], the embeddings moved on by one example. */
  embeddings: tf.Tensor2D;
  /** [N, 1], 0 where the neighbour is of the same class, but never 0 for all; absent without classes. */
  mask?: tf.Tensor2D;
}

/**
 * Pairs each example with its neighbour's caption (StackGAN-Pytorch; the mask is ours). In a batch of one class, where no
 * neighbour would count, `others` [N, T], captions of other classes, take their place, and count; without `others` the
 * neighbours' captions do: the discriminator never goes without wrong captions.
 */
export function mismatchedPairs(
  embeddings: tf.Tensor2D,
  classes?: tf.Tensor1D,
  others?: tf.Tensor2D,
): MismatchedPairs {
  return tf.tidy(() => {
    const moved = rollByOne(embeddings);
    if (classes === undefined) return { embeddings: moved };
    const differs = tf.cast(tf.notEqual(rollByOne(classes), classes), 'float32');
    // 1 or 0 for the whole batch; as numbers, so that one traced graph serves both.
    const hasPairs = tf.max(differs);
    const hasNone = tf.sub(1, hasPairs);
    const mask = tf.reshape(tf.maximum(differs, hasNone), [-1, 1]) as tf.Tensor2D;
    if (others === undefined) return { embeddings: moved, mask };
    const wrong = tf.add<tf.Tensor2D>(tf.mul(moved, hasPairs), tf.mul(others, hasNone));
    return { embeddings: wrong, mask };
  });
}

function rollByOne<T extends tf.Tensor>(x: T): T {
  return tf.concat([tf.slice(x, 1), tf.slice(x, 0, 1)], 0) as T;
}
