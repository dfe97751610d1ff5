import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { discriminatorParts } from './discriminator-parts.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingAwareLoss, type DiscriminatorLosses } from './matching-aware-loss.js';
import { mismatchedPairs } from './mismatched-pairs.js';
import { OptionError } from './option-error.js';

/** Real images with what the discriminator reads beside them. */
export interface DiscriminatorBatch {
  /** [N, S, S, 3] in [-1, 1]. */
  images: tf.Tensor4D;
  /** [N, T]; or, for a discriminator with text path 'mean', the generator's means [N, E]. */
  embeddings: tf.Tensor2D;
  /** [N] int32: a caption of the same class is not counted as mismatched. */
  classes?: tf.Tensor1D;
}

export interface DiscriminatorStepOptions {
  discriminator: LayersModel;
  optimizer: GradientOptimizer;
  batch: DiscriminatorBatch;
  /** Images drawn for `batch.embeddings`, in the same order. */
  generated: tf.Tensor4D;
  /** Applied to every image that the discriminator sees, see `augment`. */
  augmentation?: (images: tf.Tensor4D) => tf.Tensor4D;
}

/**
 * One update of the discriminator on matched, mismatched and generated pairs (`matchingAwareLoss`);
 * real images are encoded once and scored with both texts.
 *
 * Returns scalars that are not read yet, so that a lazy backend can compute the step as one graph;
 * they survive any surrounding `tidy`: dispose of them. Throws OptionError for a batch of one.
 */
export function discriminatorStep(options: DiscriminatorStepOptions): DiscriminatorLosses {
  const { discriminator, optimizer, batch, generated, augmentation = (images) => images } = options;
  requirePairs(batch, generated);
  const parts = discriminatorParts(discriminator, { updateStatistics: true });

  let losses: DiscriminatorLosses | undefined;
  minimize(discriminator, optimizer, () => {
    // Score real images with right and wrong text, generated ones with right text.
    const { embeddings } = batch;
    const wrong = mismatchedPairs(embeddings, batch.classes);
    const real = parts.encode(augmentation(batch.images));
    const drawn = parts.encode(augmentation(generated));
    losses = matchingAwareLoss({
      matched: parts.score(real, embeddings),
      mismatched: parts.score(real, wrong.embeddings),
      generated: parts.score(drawn, embeddings),
      ...(wrong.mask && { mask: wrong.mask }),
      ...(parts.scoreUnconditionally && {
        unconditional: {
          matched: parts.scoreUnconditionally(real),
          generated: parts.scoreUnconditionally(drawn),
        },
      }),
    });
    for (const scalar of Object.values(losses)) tf.keep(scalar as tf.Scalar);
    return losses.loss;
  });
  return losses as unknown as DiscriminatorLosses;
}

function requirePairs({ images, embeddings }: DiscriminatorBatch, generated: tf.Tensor4D): void {
  const size = images.shape[0];
  if (size < 2) {
    throw new OptionError(
      'batch size',
      size,
      'give at least 2, mismatched pairs need another caption',
    );
  }
  if (embeddings.shape[0] !== size || generated.shape[0] !== size) {
    throw new OptionError(
      'batch sizes [images, embeddings, generated]',
      [size, embeddings.shape[0], generated.shape[0]],
      'give as many of each',
    );
  }
}
