import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  activate,
  blockLayer,
  connect,
  normalize,
  type BlockActivation,
  type BlockOptions,
} from './block-parts.js';
import { JointConvolution2D } from './joint-convolution2d.js';

export interface JointBlockOptions extends BlockOptions {
  /** Default 1. */
  kernelSize?: 1 | 3;
  /** Default 'leakyRelu'. */
  activation?: BlockActivation;
}

/**
 * Features [N, H, W, I] and text [N, E] to [N, H, W, filters]: joins the text, repeated over H x W,
 * to the channels, then convolution, batch normalisation, activation.
 */
export function jointBlock(
  features: SymbolicTensor,
  text: SymbolicTensor,
  filters: number,
  options: JointBlockOptions,
): SymbolicTensor {
  const { kernelSize = 1, activation = 'leakyRelu' } = options;
  const joint = new JointConvolution2D({ ...blockLayer(options, 'conv'), filters, kernelSize });
  return activate(normalize(connect(joint, [features, text]), options), activation, options.name);
}
