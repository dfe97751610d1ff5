import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { activate, connect, type BlockOptions } from './block-parts.js';
import { convBlock } from './conv-block.js';

/** [N, H, W, C] to the same shape: ReLU(x + BN(conv(ReLU(BN(conv(x)))))), 3x3 (StackGAN, Stage-II). */
export function residualBlock(x: SymbolicTensor, { name, seed }: BlockOptions): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const inner = convBlock(x, channels, { name: `${name}_1`, seed });
  const branch = convBlock(inner, channels, { name: `${name}_2`, seed, activation: 'linear' });
  return activate(connect(layers.add({ name: `${name}_add` }), [x, branch]), 'relu', name);
}
