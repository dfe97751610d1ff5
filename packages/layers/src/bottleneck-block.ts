import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { activate, connect, type BlockActivation, type BlockOptions } from './block-parts.js';
import { convBlock } from './conv-block.js';
import { OptionError } from './option-error.js';

export interface BottleneckBlockOptions extends BlockOptions {
  /** ReLU in generators, LeakyReLU in discriminators. */
  activation: BlockActivation;
}

/**
 * Residual bottleneck, [N, H, W, C] to the same shape: activation(x + branch(x)). The branch has
 * three batch-normalised convolutions: 1x1 to C / 4 channels, 3x3, and 3x3 back to C. Part of
 * GAN-INT-CLS and of StackGAN's TensorFlow code, but not of its paper.
 * Throws OptionError unless C is a multiple of 4.
 */
export function bottleneckBlock(
  x: SymbolicTensor,
  options: BottleneckBlockOptions,
): SymbolicTensor {
  const channels = x.shape.at(-1) ?? 0;
  if (channels % 4 !== 0) {
    throw new OptionError(`channels of ${options.name}`, channels, 'give a multiple of 4');
  }
  const { name, activation } = options;
  const part = (index: number) => ({ ...options, name: `${name}_${index}` });
  const narrowed = convBlock(x, channels / 4, { ...part(1), kernelSize: 1 });
  const inner = convBlock(narrowed, channels / 4, part(2));
  const branch = convBlock(inner, channels, { ...part(3), activation: 'linear' });
  return activate(connect(layers.add({ name: `${name}_add` }), [x, branch]), activation, name);
}
