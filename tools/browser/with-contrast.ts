import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Untrained weights, N(0, 0.02), draw grey; with the deviation of He et al. (2015) an image keeps its contrast. */
export function withContrast(generator: LayersModel): LayersModel {
  generator.setWeights(
    generator
      .getWeights()
      .map((weight) =>
        weight.rank < 2
          ? weight
          : tf.mul(weight, Math.sqrt((2 * weight.shape.at(-1)!) / weight.size) / 0.02),
      ),
  );
  return generator;
}
