import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  activate,
  convolve,
  normalize,
  type BlockActivation,
  type BlockOptions,
} from './block-parts.js';

export interface ConvBlockOptions extends BlockOptions {
  /** Default 3. */
  kernelSize?: number;
  /** Default true. */
  batchNormalization?: boolean;
  /** Default 'relu'. */
  activation?: BlockActivation;
}

/** [N, H, W, I] to [N, H, W, filters]: convolution, batch normalisation, activation. */
export function convBlock(
  x: SymbolicTensor,
  filters: number,
  options: ConvBlockOptions,
): SymbolicTensor {
  const { kernelSize = 3, batchNormalization = true, activation = 'relu' } = options;
  const y = convolve(x, { filters, kernelSize }, options);
  return activate(batchNormalization ? normalize(y, options) : y, activation, options.name);
}
