import { initializers } from '@tensorflow/tfjs-layers';

/** tfjs-layers exports the instances but not the type. */
export type Initializer = ReturnType<typeof initializers.zeros>;

/** Distribution of initial kernels: normal, or truncated at two deviations from the mean. */
export type KernelInitializer = 'normal' | 'truncated';

/**
 * N(0, 0.02), the initial weights of every convolution and dense layer (DCGAN, StackGAN). The
 * TensorFlow reference uses 'truncated' for convolutions.
 */
export function weightInitializer(seed: number, kind: KernelInitializer = 'normal'): Initializer {
  const distribution = { mean: 0, stddev: 0.02, seed };
  return kind === 'truncated'
    ? initializers.truncatedNormal(distribution)
    : initializers.randomNormal(distribution);
}

/** N(1, 0.02), the initial scale of batch normalisation (DCGAN, StackGAN). */
export function scaleInitializer(seed: number): Initializer {
  return initializers.randomNormal({ mean: 1, stddev: 0.02, seed });
}
