import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { connect, type LayerVariants } from './block-parts.js';
import type { TextPath } from './discriminator-parts.js';
import { FullyConnected } from './fully-connected.js';
import { jointBlock } from './joint-block.js';
import { LeakyReLU } from './leaky-relu.js';
import { namedLayers } from './named-layers.js';
import { requirePositiveIntegers } from './require-positive-integers.js';
import { readTextCode } from './text-code.js';

/** Options of a discriminator's heads, which the discriminators of both stages share. */
export interface DiscriminatorHeadOptions extends LayerVariants {
  /** Size T of a caption's embedding; default 1024, as in the paper (char-CNN-RNN). */
  textDim?: number;
  /**
   * Size of the code that the network computes from the embedding and reads in its place, by a
   * dense layer that does not train: `setTextCode` of @stackgan/layers sets its weights.
   * Default 0, as in the paper: the network reads the embedding. Without effect on means.
   */
  textCodeDim?: number;
  /** Size of the text vector that is joined to the image features; default 128. */
  conditionDim?: number;
  /** Kernel of the convolution over image and text; default 1 (paper), 3 in StackGAN-Pytorch. */
  jointKernel?: 1 | 3;
  /**
   * Text that the discriminator reads: 'embedding' (default), through a dense layer of its own, or
   * 'mean', the mean of the generator's Conditioning Augmentation (StackGAN-Pytorch).
   */
  textPath?: TextPath;
  /** Whether a second head scores images without text; default false. */
  unconditional?: boolean;
  /** Whether the logits have a bias; default true, false in the TensorFlow reference. */
  logitBias?: boolean;
  /** Seed of the initial weights; default 0. */
  seed?: number;
}

export interface DiscriminatorOptions extends DiscriminatorHeadOptions {
  /** Name of the model; also part of its layers' seeds. */
  name: string;
  /** Model named 'encoder': image [N, S, S, 3], or of more channels, to features [N, 4, 4, C]. */
  encoder: LayersModel;
}

/**
 * Joins an image encoder and its heads into a discriminator: `[image, text]` to one or two logits
 * [N, 1]. The text is `embedding` [N, T] or `mean` [N, E].
 *
 * Its parts are models named 'encoder', 'conditional_head' (features and text to a logit) and
 * 'unconditional_head', so that a step can encode images once and score them with several texts.
 * Throws OptionError for a size that is not a positive integer.
 */
export function createDiscriminator(options: DiscriminatorOptions): LayersModel {
  const { name, encoder, textDim = 1024, conditionDim = 128, textPath = 'embedding' } = options;
  requirePositiveIntegers({ textDim, conditionDim });
  const textSize = textPath === 'mean' ? conditionDim : textDim;
  const [, ...imageShape] = encoder.inputs[0]?.shape ?? [];
  const image = input({ shape: imageShape, name: 'image' });
  const text = input({ shape: [textSize], name: textPath });

  const features = encoder.apply(image) as SymbolicTensor;
  const featureShape = features.shape.slice(1) as number[];
  const headOptions = { ...options, conditionDim, textPath };
  const conditionalHead = createConditionalHead(featureShape, textSize, headOptions);
  const outputs = [connect(conditionalHead, [features, text])];
  if (options.unconditional) {
    outputs.push(connect(createUnconditionalHead(featureShape, options), features));
  }
  return model({ name, inputs: [image, text], outputs });
}

function createConditionalHead(
  featureShape: number[],
  textSize: number,
  options: DiscriminatorOptions & { conditionDim: number; textPath: TextPath },
): LayersModel {
  const { conditionDim, textCodeDim = 0, jointKernel = 1, textPath } = options;
  const named = namedLayers(options.name, options);
  const features = input({ shape: featureShape, name: 'conditional_features' });
  const text = input({ shape: [textSize], name: 'conditional_text' });

  // The paper's discriminator compresses the embedding itself; the means are small already.
  let condition = text;
  if (textPath === 'embedding') {
    const { name, seed } = named('text_dense');
    const dense = new FullyConnected({ name, seed, units: conditionDim });
    condition = connect(dense, readTextCode(text, textCodeDim));
    condition = connect(new LeakyReLU({ name: 'text_leaky' }), condition);
  }

  const channels = featureShape.at(-1) ?? 0;
  const joint = jointBlock(features, condition, channels, {
    ...named('joint'),
    kernelSize: jointKernel,
  });
  const logit = scoreFeatures(joint, 'conditional', options);
  return model({ name: 'conditional_head', inputs: [features, text], outputs: logit });
}

function createUnconditionalHead(
  featureShape: number[],
  options: DiscriminatorOptions,
): LayersModel {
  const features = input({ shape: featureShape, name: 'unconditional_features' });
  const logit = scoreFeatures(features, 'unconditional', options);
  return model({ name: 'unconditional_head', inputs: features, outputs: logit });
}

/** The reference's 4x4 convolution of 4x4 features to one logit, computed as a dot product. */
function scoreFeatures(
  features: SymbolicTensor,
  head: 'conditional' | 'unconditional',
  options: DiscriminatorOptions,
): SymbolicTensor {
  const { name, seed, kernelInitializer } = namedLayers(options.name, options)(`${head}_logit`);
  const flat = connect(layers.flatten({ name: `${head}_flat` }), features);
  const logit = new FullyConnected({
    ...{ name, seed, kernelInitializer },
    units: 1,
    useBias: options.logitBias ?? true,
  });
  return connect(logit, flat);
}
