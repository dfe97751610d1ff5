import type * as tf from '@tensorflow/tfjs-core';

/** Real images and what the discriminator reads with them. */
export interface DiscriminatorBatch {
  /** [N, S, S, 3] in [-1, 1]. */
  images: tf.Tensor4D;
  /** [N, T]; or, for a discriminator with text path 'mean', the generator's means [N, E]. */
  embeddings: tf.Tensor2D;
  /** [N] int32. A caption of the same class does not count as mismatched, see `MismatchedKind`. */
  classes?: tf.Tensor1D;
  /**
   * Shaped like `embeddings`: captions of other classes, for 'masked' pairs of a batch whose images
   * all have one class.
   */
  wrongEmbeddings?: tf.Tensor2D;
  /** [N, S, S, 3]: images that the captions do not describe; needed only for 'wrongImages'. */
  wrongImages?: tf.Tensor4D;
}
