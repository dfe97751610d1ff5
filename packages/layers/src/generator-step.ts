import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { adversarialLoss } from './adversarial-loss.js';
import { discriminatorParts } from './discriminator-parts.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { scoreStated, type StatedImages } from './attribute-step.js';
import { scoreMatching } from './matching-step.js';
import { reconstructionLoss } from './reconstruction-loss.js';
import { detach, withoutTape } from './without-tape.js';

/** What a generator with Conditioning Augmentation returns. */
export interface GeneratorOutput {
  /** [N, S, S, 3] in [-1, 1]. */
  images: tf.Tensor4D;
  /** [N, E]. */
  mean: tf.Tensor2D;
  /** [N, E]. */
  logVariance: tf.Tensor2D;
  /** [M, S, S, 3] of the same pass, what should equal the images of a `reconstruction`; the first M of `images` by default. */
  reconstructed?: tf.Tensor4D;
}

/** The step's images and means as constants, valid during the callback. */
export type GeneratedImages = Pick<GeneratorOutput, 'images' | 'mean'>;

/** Scalars, not read yet: `loss` = `adversarial` + klWeight * `kl`, and each of the others times its weight. */
export interface GeneratorLosses {
  loss: tf.Scalar;
  adversarial: tf.Scalar;
  kl: tf.Scalar;
  /** With a `matching` network only. */
  matching?: tf.Scalar;
  /** With `attributes` only. */
  attributes?: tf.Scalar;
  /** With a `reconstruction` only. */
  reconstruction?: tf.Scalar;
  /** With a `regularizer` only. */
  regularization?: tf.Scalar;
}

/** Options that the generator steps of all stages have in common. */
export interface GeneratorStepCommon {
  generator: LayersModel;
  discriminator: LayersModel;
  optimizer: GradientOptimizer;
  /** [N, T]. */
  embeddings: tf.Tensor2D;
  /** Weight of the mean KL divergence; 2 as in the reference code, 2/128 of the paper's summed one. */
  klWeight?: number;
  /**
   * A `createMatchingNetwork` that has learned, and the weight of its loss on the images and their `embeddings`; `others` are
   * codes [M, D] of further captions, that each image must fit less than its own.
   */
  matching?: { network: LayersModel; weight: number; others?: tf.Tensor2D };
  /** A `createAttributeNetwork` that has learned, and the weight of `statedLoss` on the images and what their captions state. */
  attributes?: Omit<StatedImages, 'images'> & { network: LayersModel; weight: number };
  /** Real images [M, S, S, 3] of the first captions, and the weight of `reconstructionLoss`. */
  reconstruction?: { images: tf.Tensor4D; weight: number };
  /** Applied to every image that the discriminator sees, see `augment`. */
  augmentation?: (images: tf.Tensor4D) => tf.Tensor4D;
  /** Runs between the generator's forward pass and the scoring: the place for the `discriminatorStep`. */
  onGenerated?: (generated: GeneratedImages) => void;
}

export interface GeneratorStepOptions extends GeneratorStepCommon {
  /** The generator's forward pass in training mode. */
  generate: () => GeneratorOutput;
  /**
   * Another forward pass in training mode, whose images `onGenerated` gets, as the TensorFlow reference
   * draws anew for each network; without it, it gets those of `generate`.
   */
  generateForDiscriminator?: () => GeneratorOutput;
  /** KL divergence of the Conditioning Augmentation from N(0, I). */
  divergence: (mean: tf.Tensor2D, logVariance: tf.Tensor2D) => tf.Scalar;
  /** A further term of the loss, made of the images [N, S, S, 3] before augmentation. */
  regularizer?: (images: tf.Tensor4D) => tf.Scalar;
}

/**
 * One update of the generator towards -log D + klWeight * KL. The discriminator's weights and
 * moving statistics stay as they are.
 *
 * One forward pass serves both networks, unless `generateForDiscriminator` is given: `onGenerated` gets
 * its images and may train the discriminator, whose new weights then score them. The scalars returned are not read
 * yet and survive any surrounding `tidy`: dispose of them.
 */
export function generatorStep(options: GeneratorStepOptions): GeneratorLosses {
  const { generator, discriminator, optimizer, embeddings, klWeight = 2 } = options;
  const { augmentation = (images) => images, onGenerated, generateForDiscriminator } = options;
  const { matching: judge, attributes: reader, reconstruction: target } = options;
  const parts = discriminatorParts(discriminator, { updateStatistics: false });

  let losses: GeneratorLosses | undefined;
  minimize(generator, optimizer, () => {
    // Draw, and let the discriminator learn from what was drawn.
    if (generateForDiscriminator !== undefined && onGenerated !== undefined) {
      withoutTape(() => onGenerated(generateForDiscriminator()));
    }
    const { images, mean, logVariance, reconstructed = images } = options.generate();
    const constantMean = detach(mean);
    if (generateForDiscriminator === undefined && onGenerated !== undefined) {
      const constantImages = detach(images);
      withoutTape(() => onGenerated({ images: constantImages, mean: constantMean }));
    }

    // Score the images.
    const features = parts.encode(augmentation(images));
    const text = parts.textPath === 'mean' ? constantMean : embeddings;
    const adversarial = adversarialLoss(
      parts.score(features, text),
      parts.scoreUnconditionally?.(features),
    );
    const kl = options.divergence(mean, logVariance);
    const matching =
      judge &&
      scoreMatching(judge.network, {
        ...{ images, embeddings },
        ...(judge.others && { others: judge.others }),
      });
    const attributes = reader && scoreStated(reader.network, { ...reader, images });
    const reconstruction =
      target && reconstructionLoss(firstOf(reconstructed, target), target.images);
    const regularization = options.regularizer?.(images);
    let loss = tf.add<tf.Scalar>(adversarial, tf.mul(kl, klWeight));
    if (judge && matching) loss = tf.add(loss, tf.mul(matching, judge.weight));
    if (reader && attributes) loss = tf.add(loss, tf.mul(attributes, reader.weight));
    if (target && reconstruction) {
      loss = tf.add(loss, tf.mul(reconstruction, target.weight));
    }
    if (regularization) loss = tf.add(loss, regularization);
    losses = {
      ...{ loss, adversarial, kl },
      ...(matching && { matching }),
      ...(attributes && { attributes }),
      ...(reconstruction && { reconstruction }),
      ...(regularization && { regularization }),
    };
    for (const scalar of Object.values(losses)) tf.keep(scalar as tf.Scalar);
    return loss;
  });
  return losses as unknown as GeneratorLosses;
}

/** As many of `images` as there are of the target: interpolated captions have no real image. */
const firstOf = (images: tf.Tensor4D, { images: real }: { images: tf.Tensor4D }): tf.Tensor4D =>
  images.shape[0] === real.shape[0] ? images : tf.slice(images, 0, real.shape[0]);
