import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization, type MovingVariance } from './batch-normalization.js';
import { Convolution2D } from './convolution2d.js';
import type { KernelInitializer } from './initializers.js';
import { layerSeed } from './layer-seed.js';
import { LeakyReLU } from './leaky-relu.js';

/** In what the reference implementations differ at every layer alike; the same for a whole network. */
export interface LayerVariants {
  /** What batch normalisation keeps of the variance; 'biased' (TensorFlow reference), or 'unbiased' (PyTorch). */
  movingVariance?: MovingVariance;
  /** How kernels of convolutions are drawn; 'normal' (StackGAN-Pytorch), or 'truncated' (TensorFlow reference). */
  kernelInitializer?: KernelInitializer;
}

export interface BlockOptions extends LayerVariants {
  /** Prefix of the layers' names, unique within the model. */
  name: string;
  /** Seed of the network; each layer derives its own from it and from its name. */
  seed: number;
}

export type BlockActivation = 'relu' | 'leakyRelu' | 'linear';

/** `layer` applied to symbolic inputs, typed. */
export function connect(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

/** Batch normalisation of a block. */
export function normalize(x: SymbolicTensor, options: BlockOptions): SymbolicTensor {
  const named = blockLayer(options, 'norm');
  return connect(new BatchNormalization(named), x);
}

/** Name, seed and variants of a block's layer. */
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

/** ReLU, LeakyReLU with slope 0.2, or nothing. */
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
