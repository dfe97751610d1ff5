import type { PreparedDataset } from '@stackgan/data';
import {
  attributePriorStep,
  createAdam,
  createAttributePrior,
  setAttributePrior,
  setTextCode,
  textCodeOf,
} from '@stackgan/layers';
import { SeededRandom } from '@stackgan/random';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { TrainOptions } from '../options/train-options.js';
import { type Progress, yieldingReporter } from '../shared/progress-reporter.js';
import type { AttributeValues } from './attribute-values.js';
import { drawCaption } from './draw-captions.js';
import { textCodeDim } from './set-text-codes.js';
import type { Stage } from './stage.js';

/** Captions per step: dense layers cost little. */
const CAPTIONS = 512;
const ADAM = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Trains the attribute prior on the captions of the training split, and gives it to the generators
 * of `stage`. `matching` is the network of the run's text codes, if it has them. The learning rate
 * falls to a twentieth.
 */
export async function learnPrior(
  { networks }: Pick<Stage, 'networks'>,
  { dataset, values, matching }: PriorData,
  options: TrainOptions,
  progress: Progress,
): Promise<void> {
  const { dimension } = dataset.info.encoder;
  const prior = createAttributePrior({
    ...{ textDim: dimension, textCodeDim: textCodeDim(options, dimension) },
    values: values.count,
  });
  if (matching !== undefined) tf.tidy(() => setTextCode(prior, textCodeOf(matching)));
  const adam = createAdam(prior, ADAM);
  const { sizes } = values;
  const steps = options.loss.matchingSteps;
  const step = traced((batch: { embeddings: tf.Tensor2D; shown: tf.Tensor2D }) => ({
    loss: attributePriorStep(prior, adam, { ...batch, sizes }),
  }));
  const train = dataset.examples.filter(({ split }) => split === 'train');
  const random = new SeededRandom(options.seed).fork('captions of the prior');
  const tell = yieldingReporter('learning what captions leave open', 'steps', progress);
  try {
    for (let done = 1; done <= steps; done++) {
      // Draw images, and one caption of each.
      const drawn = Array.from({ length: CAPTIONS }, () => train[random.integer(train.length)]!);
      const embeddings = new Float32Array(CAPTIONS * dimension);
      for (const [row, example] of drawn.entries()) {
        embeddings.set(drawCaption(dataset, example, random), row * dimension);
      }
      const batch = {
        embeddings: tf.tensor2d(embeddings, [CAPTIONS, dimension]),
        shown: tf.tensor2d(values.shown({ ids: drawn.map(({ id }) => id) }), [
          CAPTIONS,
          values.count,
        ]),
      };
      adam.learningRate = ADAM.learningRate * Math.min(1, 1.05 - done / steps);
      adam.beginUpdate();
      const { loss } = step(batch);
      tf.dispose([...Object.values(batch), loss]);
      await tell(done, steps);
    }
    for (const generator of [networks.generator, networks.average])
      setAttributePrior(generator, prior);
  } finally {
    adam.dispose();
    prior.dispose();
    releaseGraphs();
  }
}

/** What the prior learns from. */
interface PriorData {
  readonly dataset: PreparedDataset;
  readonly values: AttributeValues;
  readonly matching: LayersModel | undefined;
}
