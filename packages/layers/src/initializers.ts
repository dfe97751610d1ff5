import { initializers } from '@tensorflow/tfjs-layers';

/** tfjs-layers exports the instances but not the type. */
export type Initializer = ReturnType<typeof initializers.zeros>;

/** N(0, 0.02), the initial weights of every convolution and dense layer (DCGAN, StackGAN). */
export function weightInitializer(seed: number): Initializer {
  return initializers.randomNormal({ mean: 0, stddev: 0.02, seed });
}

/** N(1, 0.02), the initial scale of batch normalisation (DCGAN, StackGAN). */
export function scaleInitializer(seed: number): Initializer {
  return initializers.randomNormal({ mean: 1, stddev: 0.02, seed });
}
