import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization, type MovingVariance } from './batch-normalization.js';
import { Convolution2D } from './convolution2d.js';
import type { KernelInitializer } from './initializers.js';
import { layerSeed } from './layer-seed.js';
import { LeakyReLU } from './leaky-relu.js';

/** Choices in which the reference implementations differ for all layers of a network. */
export interface LayerVariants {
  /**
   * Moving variance of batch normalisation: 'biased' (default, TensorFlow), 'unbiased' (PyTorch).
   */
  movingVariance?: MovingVariance;
  /**
   * Initial kernels of convolutions: 'normal' (default, StackGAN-Pytorch), N(0, 0.02), or
   * 'truncated' at two deviations (TensorFlow reference).
   */
  kernelInitializer?: KernelInitializer;
}

export interface BlockOptions extends LayerVariants {
  /** Prefix of the layers' names, unique within the model. */
  name: string;
  /** Each layer's own seed is made of this one and the layer's name. */
  seed: number;
}

export type BlockActivation = 'relu' | 'leakyRelu' | 'linear';

/** Applies `layer`, which has one output, to symbolic inputs. */
export function connect(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

/** Batch normalisation of a block. */
export function normalize(x: SymbolicTensor, options: BlockOptions): SymbolicTensor {
  const named = blockLayer(options, 'norm');
  return connect(new BatchNormalization(named), x);
}

/** Name, seed and variants of one layer of a block. */
export function blockLayer(options: BlockOptions, layer: string): BlockOptions {
  const { movingVariance, kernelInitializer } = options;
  const name = `${options.name}_${layer}`;
  return {
    name,
    seed: layerSeed(options.seed, name),
    ...(movingVariance && { movingVariance }),
    ...(kernelInitializer && { kernelInitializer }),
  };
}

/** ReLU, LeakyReLU with slope 0.2, or no activation. */
export function activate(
  x: SymbolicTensor,
  activation: BlockActivation,
  name: string,
): SymbolicTensor {
  switch (activation) {
    case 'relu':
      return connect(layers.activation({ activation: 'relu', name: `${name}_relu` }), x);
    case 'leakyRelu':
      return connect(new LeakyReLU({ name: `${name}_leaky` }), x);
    case 'linear':
      return x;
  }
}

/** A convolution of a block, 'same' padding, no bias. */
export function convolve(
  x: SymbolicTensor,
  shape: { filters: number; kernelSize: number; strides?: number },
  options: BlockOptions,
): SymbolicTensor {
  return connect(new Convolution2D({ ...blockLayer(options, 'conv'), ...shape }), x);
}
