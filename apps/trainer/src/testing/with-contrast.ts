import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Widens the kernels of an untrained generator, in place, from N(0, 0.02) to the deviation of He et
 * al. (2015), and returns it. Otherwise its images are grey, whatever the caption and the seed.
 */
export function withContrast(generator: LayersModel): LayersModel {
  tf.tidy(() => {
    for (const weight of generator.weights.filter(({ shape }) => shape.length > 1)) {
      const kernel = weight.read();
      weight.write(tf.mul(kernel, Math.sqrt((2 * kernel.shape.at(-1)!) / kernel.size) / 0.02));
    }
  });
  return generator;
}
