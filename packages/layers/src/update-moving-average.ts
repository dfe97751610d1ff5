import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError } from './option-error.js';

/**
 * `average` = decay * `average` + (1 - decay) * `model`, in place, for all weights including
 * moving statistics. Give `decay`, in [0, 1], as a scalar tensor if a traced step records this
 * call. Throws OptionError for another `decay`, or models of different weights.
 */
export function updateMovingAverage(
  average: LayersModel,
  model: LayersModel,
  decay: number | tf.Scalar,
): void {
  if (typeof decay === 'number' && !(decay >= 0 && decay <= 1)) {
    throw new OptionError('decay', decay, 'give a number from 0 to 1');
  }
  const sources = model.weights;
  const shapes = [average.weights, sources].map((weights) => weights.map(({ shape }) => shape));
  if (JSON.stringify(shapes[0]) !== JSON.stringify(shapes[1])) {
    const counts = [average.countParams(), model.countParams()];
    throw new OptionError(
      'countParams of [average, model]',
      counts,
      'build both with the same options',
    );
  }
  tf.tidy(() => {
    const kept = typeof decay === 'number' ? tf.scalar(decay) : decay;
    const added = tf.sub(1, kept);
    average.weights.forEach((weight, index) => {
      const [old, source] = [weight.read(), sources[index]?.read() as tf.Tensor];
      // In this form, a weight that does not train keeps its exact bits.
      weight.write(tf.add(old, tf.mul(tf.sub(source, old), added)));
    });
  });
}

/** min(decay, (1 + step) / (10 + step)): the average forgets the initial weights quickly. */
export function warmedUpDecay(step: number, decay: number): number {
  return Math.min(decay, (1 + step) / (10 + step));
}
