import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  activate,
  convolve,
  normalize,
  type BlockActivation,
  type BlockOptions,
} from './block-parts.js';

export interface DownBlockOptions extends BlockOptions {
  /** Default true. */
  batchNormalization?: boolean;
  /** Default 'leakyRelu'. */
  activation?: BlockActivation;
}

/**
 * [N, H, W, I] to [N, H/2, W/2, filters]: 4x4 convolution with stride 2, batch normalisation,
 * activation.
 */
export function downBlock(
  x: SymbolicTensor,
  filters: number,
  options: DownBlockOptions,
): SymbolicTensor {
  const { batchNormalization = true, activation = 'leakyRelu' } = options;
  const y = convolve(x, { filters, kernelSize: 4, strides: 2 }, options);
  return activate(batchNormalization ? normalize(y, options) : y, activation, options.name);
}
