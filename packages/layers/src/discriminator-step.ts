import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { DiscriminatorBatch } from './discriminator-batch.js';
import { discriminatorParts } from './discriminator-parts.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingAwareLoss, type DiscriminatorLosses } from './matching-aware-loss.js';
import { OptionError } from './option-error.js';
import { type MismatchedKind, scoreMismatched } from './score-mismatched.js';

export interface DiscriminatorStepOptions {
  discriminator: LayersModel;
  optimizer: GradientOptimizer;
  batch: DiscriminatorBatch;
  /** Images generated from `batch.embeddings`, in the same order. */
  generated: tf.Tensor4D;
  /** Applied to every image that the discriminator sees, see `augment`. */
  augmentation?: (images: tf.Tensor4D) => tf.Tensor4D;
  /** Kind of mismatched pairs; default 'masked'. */
  mismatched?: MismatchedKind;
  /** Label of matched pairs; default 1, 0.9 for one-sided label smoothing. */
  realLabel?: number;
}

/**
 * One update of the discriminator on matched, mismatched and generated pairs (`matchingAwareLoss`);
 * real images are encoded once and scored with both texts, except for 'wrongImages'.
 *
 * Returns scalars that are not read yet, so that a lazy backend can compute the step as one graph;
 * they survive any surrounding `tidy`: dispose of them. Throws OptionError for a batch of one, for
 * batch sizes that differ, or if 'wrongImages' pairs have no `wrongImages`.
 */
export function discriminatorStep(options: DiscriminatorStepOptions): DiscriminatorLosses {
  const { discriminator, optimizer, batch, generated, augmentation = (images) => images } = options;
  const { mismatched = 'masked', realLabel = 1 } = options;
  requirePairs(batch, generated);
  const parts = discriminatorParts(discriminator, { updateStatistics: true });

  let losses: DiscriminatorLosses | undefined;
  minimize(discriminator, optimizer, () => {
    // Real images with matching and mismatched text, generated ones with matching text.
    const { embeddings } = batch;
    const real = parts.encode(augmentation(batch.images));
    const drawn = parts.encode(augmentation(generated));
    const logits = {
      matched: parts.score(real, embeddings),
      ...scoreMismatched(mismatched, parts, real, { ...batch, augmentation }),
      generated: parts.score(drawn, embeddings),
      ...(parts.scoreUnconditionally && {
        unconditional: {
          matched: parts.scoreUnconditionally(real),
          generated: parts.scoreUnconditionally(drawn),
        },
      }),
    };
    losses = matchingAwareLoss(logits, { realLabel });
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
      'give at least 2: mismatched pairs need another caption',
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
