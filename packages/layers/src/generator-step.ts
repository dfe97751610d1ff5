import { klDivergence } from '@stackgan/ca';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { adversarialLoss } from './adversarial-loss.js';
import { scoreStated, type StatedImages } from './attribute-step.js';
import { discriminatorParts, type DiscriminatorParts } from './discriminator-parts.js';
import type { GeneratorOutput } from './generator-output.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { scoreMatching } from './matching-step.js';
import { reconstructionLoss } from './reconstruction-loss.js';
import { detach, withoutTape } from './without-tape.js';

/** Images and means of a step as constants, valid during the callback. */
export type GeneratedImages = Pick<GeneratorOutput, 'images' | 'mean'>;

/**
 * Scalars, not read yet. `loss` is `adversarial` + klWeight * `kl` + `regularization` + each other
 * loss times its weight.
 */
export interface GeneratorLosses {
  loss: tf.Scalar;
  /** Only with a `discriminator`. */
  adversarial?: tf.Scalar;
  kl: tf.Scalar;
  /** Only with `matching`. */
  matching?: tf.Scalar;
  /** Only with `attributes`. */
  attributes?: tf.Scalar;
  /** Only with `reconstruction`. */
  reconstruction?: tf.Scalar;
  /** Only with a `regularizer`. */
  regularization?: tf.Scalar;
}

/** Options that the generator steps of all stages share. */
export interface GeneratorStepCommon {
  generator: LayersModel;
  /** Without one, the generator learns from the other losses alone. */
  discriminator?: LayersModel;
  optimizer: GradientOptimizer;
  /** [N, T]. */
  embeddings: tf.Tensor2D;
  /**
   * Weight of the mean KL divergence; default 2, as in the reference code, which is a weight of
   * 2/128 on the paper's sum over 128 dimensions.
   */
  klWeight?: number;
  /**
   * A trained `createMatchingNetwork`, and the weight of its loss on the images and their
   * `embeddings`; `others` are codes [M, D] of further captions, as negatives.
   */
  matching?: { network: LayersModel; weight: number; others?: tf.Tensor2D };
  /**
   * A trained `createAttributeNetwork`, and the weight of its `statedLoss` on the images and the
   * values that their captions state.
   */
  attributes?: Omit<StatedImages, 'images'> & { network: LayersModel; weight: number };
  /** Real images [M, S, S, 3] of the first M captions, and the weight of `reconstructionLoss`. */
  reconstruction?: { images: tf.Tensor4D; weight: number };
  /** Applied to every image that the discriminator sees, see `augment`. */
  augmentation?: (images: tf.Tensor4D) => tf.Tensor4D;
  /** Called between forward pass and scoring, to run the `discriminatorStep`. */
  onGenerated?: (generated: GeneratedImages) => void;
}

export interface GeneratorStepOptions extends GeneratorStepCommon {
  /** The generator's forward pass in training mode. */
  generate: () => GeneratorOutput;
  /**
   * Another forward pass in training mode, whose images `onGenerated` gets, as in the TensorFlow
   * reference. By default it gets those of `generate`.
   */
  generateForDiscriminator?: () => GeneratorOutput;
  /** A further term of the loss, of the images [N, S, S, 3] before augmentation. */
  regularizer?: (images: tf.Tensor4D) => tf.Scalar;
}

/**
 * One update of the generator down the gradient of -log D + klWeight * KL and the other losses
 * given. It does not change the discriminator.
 *
 * `onGenerated` gets the images of the forward pass and may train the discriminator with them; the
 * new weights then score the images. The scalars returned are not read yet and survive any
 * surrounding `tidy`: dispose of them.
 */
export function generatorStep(options: GeneratorStepOptions): GeneratorLosses {
  const { generator, discriminator, optimizer, embeddings, klWeight = 2 } = options;
  const { augmentation = (images) => images, onGenerated, generateForDiscriminator } = options;
  const { matching: matcher, attributes: classifier, reconstruction: target } = options;
  const parts = discriminator && discriminatorParts(discriminator, { updateStatistics: false });

  let losses: GeneratorLosses | undefined;
  minimize(generator, optimizer, () => {
    // Generate images, and let the discriminator learn from them.
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
    const score = ({ encode, textPath, ...scores }: DiscriminatorParts): tf.Scalar => {
      const features = encode(augmentation(images));
      return adversarialLoss(
        scores.score(features, textPath === 'mean' ? constantMean : embeddings),
        scores.scoreUnconditionally?.(features),
      );
    };
    const adversarial = parts && score(parts);
    const kl = klDivergence(mean, logVariance);
    const matching =
      matcher &&
      scoreMatching(matcher.network, {
        ...{ images, embeddings },
        ...(matcher.others && { others: matcher.others }),
      });
    const attributes = classifier && scoreStated(classifier.network, { ...classifier, images });
    const reconstruction =
      target && reconstructionLoss(firstOf(reconstructed, target), target.images);
    const regularization = options.regularizer?.(images);
    let loss = tf.mul<tf.Scalar>(kl, klWeight);
    if (adversarial) loss = tf.add(adversarial, loss);
    if (matcher && matching) loss = tf.add(loss, tf.mul(matching, matcher.weight));
    if (classifier && attributes) {
      loss = tf.add(loss, tf.mul(attributes, classifier.weight));
    }
    if (target && reconstruction) {
      loss = tf.add(loss, tf.mul(reconstruction, target.weight));
    }
    if (regularization) loss = tf.add(loss, regularization);
    losses = {
      loss,
      ...(adversarial && { adversarial }),
      kl,
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

/** The first images, one per real image: interpolated captions have none. */
const firstOf = (images: tf.Tensor4D, { images: real }: { images: tf.Tensor4D }): tf.Tensor4D =>
  images.shape[0] === real.shape[0] ? images : tf.slice(images, 0, real.shape[0]);
