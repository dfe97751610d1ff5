import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import {
  activate,
  blockLayer,
  connect,
  normalize,
  type BlockActivation,
  type BlockOptions,
} from './block-parts.js';
import { weightInitializer } from './initializers.js';
import { UpsampleConv2D } from './upsample-conv2d.js';

/**
 * Doubling of height and width: 'nearest', nearest-neighbour doubling and a 3x3 convolution
 * (StackGAN), or 'transposed', a transposed 4x4 convolution with stride 2 (DCGAN, GAN-INT-CLS).
 */
export type UpSampling = 'nearest' | 'transposed';

export interface UpBlockOptions extends BlockOptions {
  /** Default 'relu'. */
  activation?: BlockActivation;
  /** Default 'nearest'. */
  upSampling?: UpSampling;
}

/** [N, H, W, I] to [N, 2H, 2W, filters]: up-sampling, batch normalisation, activation. */
export function upBlock(
  x: SymbolicTensor,
  filters: number,
  options: UpBlockOptions,
): SymbolicTensor {
  const { activation = 'relu' } = options;
  const doubled = doubleSize(x, filters, { ...options, ...blockLayer(options, 'conv') });
  return activate(normalize(doubled, options), activation, options.name);
}

/**
 * [N, H, W, I] to [N, 2H, 2W, filters] by one layer without bias or activation, whose name and seed
 * are those of the options.
 */
export function doubleSize(
  x: SymbolicTensor,
  filters: number,
  { name, seed, kernelInitializer = 'normal', upSampling = 'nearest' }: UpBlockOptions,
): SymbolicTensor {
  if (upSampling === 'nearest') {
    return connect(new UpsampleConv2D({ name, seed, kernelInitializer, filters }), x);
  }
  const transposed = layers.conv2dTranspose({
    ...{ name, filters, kernelSize: 4, strides: 2, padding: 'same', useBias: false },
    kernelInitializer: weightInitializer(seed, kernelInitializer),
  });
  return connect(transposed, x);
}
