import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  activate,
  blockLayer,
  connect,
  normalize,
  type BlockActivation,
  type BlockOptions,
} from './block-parts.js';
import { UpsampleConv2D } from './upsample-conv2d.js';

export interface UpBlockOptions extends BlockOptions {
  activation?: BlockActivation;
}

/** [N, H, W, I] to [N, 2H, 2W, filters]: nearest doubling, 3x3 convolution, batch normalisation, ReLU. */
export function upBlock(
  x: SymbolicTensor,
  filters: number,
  options: UpBlockOptions,
): SymbolicTensor {
  const { activation = 'relu' } = options;
  const up = new UpsampleConv2D({ ...blockLayer(options, 'conv'), filters });
  return activate(normalize(connect(up, x), options), activation, options.name);
}
