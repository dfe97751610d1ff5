import * as tf from '@tensorflow/tfjs-core';

/** Mismatched captions for a batch. */
export interface MismatchedPairs {
  /** [N, T], for each example that of the next one, or from `others`. */
  embeddings: tf.Tensor2D;
  /**
   * [N, 1], 0 where the next example has the same class, but never 0 for all; absent without
   * classes.
   */
  mask?: tf.Tensor2D;
}

/**
 * Pairs each example with the next one's caption (StackGAN-Pytorch, which has no mask). In a batch
 * of one class, where the mask would remove every pair, `others` [N, T], captions of other classes,
 * take their place; without `others`, the next captions all count. So the discriminator always sees
 * mismatched captions.
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
    // 1 or 0 for the whole batch, as tensors, so that one traced graph covers both cases.
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
