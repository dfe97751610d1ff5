import type { HostBatch } from '@stackgan/data';
import {
  type AugmentationParameters,
  discriminatorStep,
  type GeneratedImages,
  type GeneratorLosses,
  type GeneratorStepCommon,
  updateMovingAverage,
} from '@stackgan/layers';
import { latentOfBoxes } from '@stackgan/stage1';
import {
  type Cascade,
  type CascadeNoise,
  sketchImages,
  type SketchParameters,
} from '@stackgan/stage2';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { SeededRandom } from '@stackgan/random';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { Networks } from '../networks/networks.js';
import type { TrainOptions } from '../options/train-options.js';
import type { AttributeValues } from './attribute-values.js';
import { type BatchTensors, batchTensors, drawStepAugmentation } from './batch-tensors.js';
import { drawSketch } from './draw-sketch.js';
import { withInterpolated } from './interpolated.js';
import { drawNoise } from '../sampling/noise.js';
import { boxesOfRows, seenImages } from './seen-images.js';
import type { AttributeLossNetwork, LossNetworks, Optimizers, Stage } from './stage.js';

/** The inputs that differ from step to step. */
interface StepInputs {
  readonly real: BatchTensors;
  readonly noise: CascadeNoise<tf.Tensor2D>;
  /** Noise of the discriminator's images, if they are others than the generator's. */
  readonly discriminatorNoise?: CascadeNoise<tf.Tensor2D>;
  /** Augmentation of what the discriminator sees; without it, the discriminator takes no part. */
  readonly augmentation?: AugmentationParameters;
  /** Augmentation of the generator's images, if they are more than the batch. */
  readonly generatorAugmentation?: AugmentationParameters;
  /** How real images become sketches, for a Stage-II with a reconstruction loss. */
  readonly sketch?: SketchParameters;
  /** Codes of captions that images must not fit, with a matching loss. */
  readonly others?: tf.Tensor2D;
  /** [N, V], what captions state, or what G is told to draw, with an attribute loss. */
  readonly accepted?: tf.Tensor2D;
  /** [N, V], what Stage-I draws: what the real images show. */
  readonly shown?: tf.Tensor2D;
  readonly decay: tf.Scalar;
}

/** Inputs of a generator step that are not the same in all stages. */
export type GeneratorInputs = Pick<StepInputs, 'noise' | 'discriminatorNoise' | 'shown'> & {
  /** Sketches of the real images, with a reconstruction loss of Stage-II. */
  readonly sketches?: tf.Tensor4D;
};

/**
 * The step of a stage: one update of both networks, on the same images unless they are to be
 * redrawn, or of the generator alone.
 */
export function createStep({
  options,
  cascade: { imageSize, noiseVectors },
  networks: { generator, average, discriminator },
  optimizers,
  lossNetworks,
  shown: values,
  generatorStep,
}: {
  options: TrainOptions;
  cascade: Cascade;
  networks: Networks;
  optimizers: Optimizers;
  lossNetworks: LossNetworks;
  /** The attributes of real images, for a Stage-I that draws them. */
  shown?: AttributeValues;
  /** The generator step of the stage, given what all stages share. */
  generatorStep: (common: GeneratorStepCommon, inputs: GeneratorInputs) => GeneratorLosses;
}): Stage['step'] {
  const { mismatched, generated, interpolated } = options.batch;
  const { klWeight, realLabel, matchingWeight, attributeWeight, reconstructionWeight } =
    options.loss;
  const matching = matchingWeight > 0 ? lossNetworks.matching : undefined;
  const reader = attributeWeight > 0 ? lossNetworks.attributes : undefined;
  const isReconstructing = reconstructionWeight > 0;
  const update = traced((inputs: StepInputs) => {
    const { real, noise, discriminatorNoise, augmentation, sketch, decay } = inputs;
    const { others, accepted, shown, generatorAugmentation } = inputs;
    const use = (parameters: AugmentationParameters, boxes: tf.Tensor2D | undefined) => {
      const augmentation = seenImages(parameters, boxes);
      return augmentation && { augmentation };
    };
    const size = real.images.shape[0];
    // Generated images have the boxes of the real ones.
    const boxes = real.boxes && boxesOfRows(real.boxes, noise.latent.shape[0]);
    const placed = (noise: CascadeNoise<tf.Tensor2D>) =>
      boxes ? { ...noise, latent: latentOfBoxes(generator, noise.latent, boxes) } : noise;
    const ofBatch = <T extends tf.Tensor>(x: T): T => (interpolated ? tf.slice(x, 0, size) : x);
    // The discriminator is updated on the generated images before the generator is.
    let discriminatorLosses = {};
    const onGenerated = (
      { images, mean }: GeneratedImages,
      augmentation: AugmentationParameters,
    ) => {
      const readsMean = options.network.textPath === 'mean';
      const text = readsMean ? ofBatch(mean) : real.embeddings;
      const wrongText =
        real.wrongEmbeddings &&
        (readsMean ? conditionMean(generator, real.wrongEmbeddings) : real.wrongEmbeddings);
      discriminatorLosses = discriminatorStep({
        discriminator,
        optimizer: optimizers.discriminator,
        batch: { ...real, embeddings: text, ...(wrongText && { wrongEmbeddings: wrongText }) },
        generated: ofBatch(images),
        mismatched,
        realLabel,
        ...use(augmentation, real.boxes),
      });
    };
    const generatorLosses = generatorStep(
      {
        generator,
        optimizer: optimizers.generator,
        embeddings: interpolated ? withInterpolated(real.embeddings) : real.embeddings,
        klWeight,
        ...(matching &&
          others && { matching: { network: matching.network, weight: matchingWeight, others } }),
        ...(reader &&
          accepted && {
            attributes: {
              ...{ network: reader.network, weight: attributeWeight },
              ...{ accepted, sizes: reader.values.sizes },
            },
          }),
        ...(isReconstructing && {
          reconstruction: { images: real.images, weight: reconstructionWeight },
        }),
        ...(augmentation && {
          discriminator,
          ...use(generatorAugmentation ?? augmentation, boxes),
          onGenerated: (generated) => onGenerated(generated, augmentation),
        }),
      },
      {
        noise: placed(noise),
        ...(discriminatorNoise && { discriminatorNoise: placed(discriminatorNoise) }),
        ...(sketch && { sketches: sketchImages(real.images, sketch) }),
        ...(shown && { shown }),
      },
    );
    updateMovingAverage(average, generator, decay);
    return {
      ...named('discriminator', discriminatorLosses),
      ...named('generator', generatorLosses),
    };
  });

  return (batch, random, { decay, isAdversarial }) => {
    const [size] = batch.shape;
    const count = interpolated ? size + Math.floor(size / 2) : size;
    const augmentation = (rows: number) =>
      drawStepAugmentation(random, rows, imageSize, options.augmentation);
    const inputs = {
      real: batchTensors(batch, options),
      noise: drawNoise(random, count, noiseVectors),
      ...(isAdversarial && {
        augmentation: augmentation(size),
        ...(interpolated && { generatorAugmentation: augmentation(count) }),
        ...(generated === 'redrawn' && {
          discriminatorNoise: drawNoise(random, count, noiseVectors),
        }),
      }),
      // If Stage-I draws what the real images show, Stage-II learns from that.
      ...(isReconstructing &&
        options.stage === 2 &&
        !values && { sketch: drawSketch(random, size) }),
      ...(matching && { others: tf.clone(matching.others) }),
      ...(reader && {
        accepted: values ? knownValues(reader, batch) : acceptedOf(reader, batch, count),
      }),
      ...(values && { shown: allValues(values, batch, random) }),
      decay: tf.scalar(decay),
    };
    optimizers.generator.beginUpdate();
    if (isAdversarial) optimizers.discriminator.beginUpdate();
    const losses = update(inputs);
    tf.dispose(inputs as unknown as tf.TensorContainer);
    return losses;
  };
}

/**
 * What the captions of a batch state, [count, V]; interpolated captions, in the rows beyond the
 * batch, state nothing.
 */
function acceptedOf(
  { values }: AttributeLossNetwork,
  batch: HostBatch,
  count: number,
): tf.Tensor2D {
  const rows = new Float32Array(count * values.count);
  rows.set(values.stated(batch));
  return tf.tensor2d(rows, [count, values.count]);
}

/** The values that the images of a batch show [N, V]. */
const knownValues = ({ values }: AttributeLossNetwork, batch: HostBatch): tf.Tensor2D =>
  tf.tensor2d(values.shown(batch), [batch.ids.length, values.count]);

/**
 * The same, with a random value of each attribute that is not known: a person with a hat has no
 * hair colour. The generator learns to ignore it, as it must when the prior draws one.
 */
function allValues(values: AttributeValues, batch: HostBatch, random: SeededRandom): tf.Tensor2D {
  const rows = values.shown(batch);
  for (let at = 0; at < rows.length;) {
    for (const size of values.sizes) {
      if (!rows.subarray(at, at + size).includes(1)) rows[at + random.integer(size)] = 1;
      at += size;
    }
  }
  return tf.tensor2d(rows, [batch.ids.length, values.count]);
}

/** The mean condition [N, E] of embeddings, by the generator's own Conditioning Augmentation. */
function conditionMean(generator: LayersModel, embeddings: tf.Tensor2D): tf.Tensor2D {
  const [, { shape }] = generator.outputs as [SymbolicTensor, SymbolicTensor];
  const epsilon = tf.zeros([embeddings.shape[0], shape[1]!]);
  const [mean] = generator.getLayer('ca').apply([embeddings, epsilon]) as [tf.Tensor2D];
  return mean;
}

function named(network: string, losses: object): Record<string, tf.Scalar> {
  return Object.fromEntries(
    Object.entries(losses)
      .filter(([, scalar]) => scalar !== undefined)
      .map(([name, scalar]) => [`${network}.${name}`, scalar as tf.Scalar]),
  );
}
