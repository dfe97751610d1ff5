import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { activate, connect, type BlockOptions } from './block-parts.js';
import { convBlock } from './conv-block.js';

/**
 * [N, H, W, C] to the same shape: ReLU(x + BN(conv(ReLU(BN(conv(x)))))), 3x3 (StackGAN, Stage-II).
 */
export function residualBlock(x: SymbolicTensor, options: BlockOptions): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  const { name } = options;
  const inner = convBlock(x, channels, { ...options, name: `${name}_1` });
  const branch = convBlock(inner, channels, {
    ...options,
    name: `${name}_2`,
    activation: 'linear',
  });
  return activate(connect(layers.add({ name: `${name}_add` }), [x, branch]), 'relu', name);
}
