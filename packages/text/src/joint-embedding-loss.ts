import * as tf from '@tensorflow/tfjs-core';

/**
 * The structured joint embedding loss of Reed et al. 2016 (https://arxiv.org/abs/1605.05395,
 * equations 4 and 5), in both directions: row i of `images` [N, T] and of `captions` [N, T] belong
 * together, N at least 2; other rows should be of another class, or else of another image.
 * With F(v, t) = v · t it is the mean over all j ≠ i of max(0, 1 + F(v_i, t_j) - F(v_i, t_i)), a
 * caption that fits an image too well, plus that of max(0, 1 + F(v_j, t_i) - F(v_i, t_i)), an image
 * that fits a caption too well. From 0 on; 2 if all embeddings are alike. Throws RangeError for
 * fewer rows.
 */
export function jointEmbeddingLoss(images: tf.Tensor2D, captions: tf.Tensor2D): tf.Scalar {
  const [count] = images.shape;
  if (count < 2)
    throw new RangeError(`${count} pair: give two or more, there is nothing to compare`);
  return tf.tidy(() => {
    const scores = tf.matMul(images, captions, false, true);
    const own = tf.sum(tf.mul(images, captions), 1, true);
    const others = tf.sub(1, tf.eye(count));
    const excess = (matched: tf.Tensor) => {
      const margins = tf.relu(tf.add(tf.sub(scores, matched), 1));
      return tf.sum(tf.mul(margins, others));
    };
    const total = tf.add(excess(own), excess(tf.transpose(own)));
    return tf.div<tf.Scalar>(total, count * (count - 1));
  });
}
