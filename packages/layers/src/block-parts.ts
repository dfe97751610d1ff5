import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { BatchNormalization } from './batch-normalization.js';
import { Convolution2D } from './convolution2d.js';
import { layerSeed } from './layer-seed.js';
import { LeakyReLU } from './leaky-relu.js';

export interface BlockOptions {
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
export function normalize(x: SymbolicTensor, { name, seed }: BlockOptions): SymbolicTensor {
  const norm = `${name}_norm`;
  return connect(new BatchNormalization({ name: norm, seed: layerSeed(seed, norm) }), x);
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
  { name, seed }: BlockOptions,
): SymbolicTensor {
  const conv = `${name}_conv`;
  return connect(new Convolution2D({ ...shape, name: conv, seed: layerSeed(seed, conv) }), x);
}
