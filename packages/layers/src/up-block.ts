import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { activate, connect, normalize, type BlockOptions } from './block-parts.js';
import { layerSeed } from './layer-seed.js';
import { UpsampleConv2D } from './upsample-conv2d.js';

/** [N, H, W, I] to [N, 2H, 2W, filters]: nearest doubling, 3x3 convolution, batch normalisation, ReLU. */
export function upBlock(x: SymbolicTensor, filters: number, options: BlockOptions): SymbolicTensor {
  const name = `${options.name}_conv`;
  const up = new UpsampleConv2D({ name, filters, seed: layerSeed(options.seed, name) });
  return activate(normalize(connect(up, x), options), 'relu', options.name);
}
