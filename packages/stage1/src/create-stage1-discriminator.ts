import {
  bottleneckBlock,
  createDiscriminator,
  downBlock,
  layerSeed,
  type LayerVariants,
  type NetworkBody,
  requirePositiveIntegers,
  type TextPath,
} from '@stackgan/layers';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';

export interface Stage1DiscriminatorOptions extends LayerVariants {
  /** Width N_d: the 4x4 features have 8 * df channels. */
  df?: number;
  /**
   * 'plain' (paper, StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: a residual bottleneck
   * at 4x4, and no activation after the convolutions to 4 df and 8 df.
   */
  body?: NetworkBody;
  /** Size T of a caption's embedding; 1024 in the paper (char-CNN-RNN). */
  textDim?: number;
  /** Size of the text vector that is joined to the image features. */
  conditionDim?: number;
  /** Kernel of the convolution over image and text; 1 in the paper, 3 in StackGAN-Pytorch. */
  jointKernel?: 1 | 3;
  /** 'embedding': an own dense layer reads it; 'mean': the generator's mean is given (StackGAN-Pytorch). */
  textPath?: TextPath;
  /** Whether a second head scores images without text. */
  unconditional?: boolean;
  /** Whether the logits have a bias; the TensorFlow reference has none. */
  logitBias?: boolean;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * The Stage-I discriminator D_0 (StackGAN, section 3.3): `[image [N, 64, 64, 3], text]` to a logit [N, 1],
 * or to `[conditional, unconditional]` logits. The text is `embedding` [N, T] or `mean` [N, E].
 * Throws OptionError for a size that cannot be.
 */
export function createStage1Discriminator(options: Stage1DiscriminatorOptions = {}): LayersModel {
  const { df = 64, textDim = 512, conditionDim = 128, seed = 0, body = 'plain' } = options;
  const { jointKernel = 1, textPath = 'embedding', unconditional = false } = options;
  const { logitBias = true, movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ df, textDim, conditionDim });

  return createDiscriminator({
    name: 'stage1_discriminator',
    encoder: createEncoder(df, seed, body, { movingVariance, kernelInitializer }),
    textDim,
    conditionDim,
    jointKernel,
    textPath,
    unconditional,
    logitBias,
    movingVariance,
    kernelInitializer,
    seed,
  });
}

function createEncoder(
  df: number,
  seed: number,
  body: NetworkBody,
  variants: LayerVariants,
): LayersModel {
  const seedOf = (name: string) => layerSeed(seed, `stage1_discriminator/${name}`);
  const named = (name: string) => ({ ...variants, name, seed: seedOf(name) });
  const activation = body === 'residual' ? 'linear' : 'leakyRelu';
  const image = input({ shape: [64, 64, 3], name: 'encoder_image' });
  let x = downBlock(image, df, { ...named('down1'), batchNormalization: false }); // [N, 32, 32, df]
  x = downBlock(x, 2 * df, named('down2')); // [N, 16, 16, 2 df]
  x = downBlock(x, 4 * df, { ...named('down3'), activation }); // [N, 8, 8, 4 df]
  x = downBlock(x, 8 * df, { ...named('down4'), activation }); // [N, 4, 4, 8 df]
  if (body === 'residual') {
    x = bottleneckBlock(x, { ...named('residual'), activation: 'leakyRelu' }); // [N, 4, 4, 8 df]
  }
  return model({ name: 'encoder', inputs: image, outputs: x });
}
