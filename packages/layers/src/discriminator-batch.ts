import type * as tf from '@tensorflow/tfjs-core';

/** Real images with what the discriminator reads beside them. */
export interface DiscriminatorBatch {
  /** [N, S, S, 3] in [-1, 1]. */
  images: tf.Tensor4D;
  /** [N, T]; or, for a discriminator with text path 'mean', the generator's means [N, E]. */
  embeddings: tf.Tensor2D;
  /** [N] int32: a caption of the same class is not counted as mismatched, see `mismatchedPairs`. */
  classes?: tf.Tensor1D;
  /** Shaped as `embeddings`, captions of other classes; for 'masked' pairs of a batch that is of one class. */
  wrongEmbeddings?: tf.Tensor2D;
  /** [N, S, S, 3], images that the captions do not describe; needed for 'wrongImages' alone. */
  wrongImages?: tf.Tensor4D;
}
