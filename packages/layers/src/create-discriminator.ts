import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { LayerVariants } from './block-parts.js';
import type { TextPath } from './discriminator-parts.js';
import { FullyConnected } from './fully-connected.js';
import { jointBlock } from './joint-block.js';
import { layerSeed } from './layer-seed.js';
import { LeakyReLU } from './leaky-relu.js';
import { readTextCode } from './text-code.js';

export interface DiscriminatorOptions extends LayerVariants {
  /** Name of the model; also part of its layers' seeds. */
  name: string;
  /** Model named 'encoder': image [N, S, S, 3] to features [N, 4, 4, C]. */
  encoder: LayersModel;
  textDim: number;
  conditionDim: number;
  /** See `readTextCode`; means have no code. */
  textCodeDim?: number;
  jointKernel: 1 | 3;
  textPath: TextPath;
  unconditional: boolean;
  /** Whether the logits have a bias; true by default. */
  logitBias?: boolean;
  seed: number;
}

/**
 * Joins an image encoder and its heads into a discriminator `[image, text]` to one or two logits [N, 1].
 *
 * Its parts are models named 'encoder', 'conditional_head' (features and text to a logit) and
 * 'unconditional_head', so that a step can encode images once and score them with several texts.
 */
export function createDiscriminator(options: DiscriminatorOptions): LayersModel {
  const { name, encoder, textDim, conditionDim, textPath, unconditional } = options;
  const textSize = textPath === 'mean' ? conditionDim : textDim;
  const [, ...imageShape] = encoder.inputs[0]?.shape ?? [];
  const image = input({ shape: imageShape, name: 'image' });
  const text = input({ shape: [textSize], name: textPath });

  const features = encoder.apply(image) as SymbolicTensor;
  const [, ...featureShape] = features.shape;
  const conditionalHead = createConditionalHead(featureShape as number[], textSize, options);
  const outputs = [conditionalHead.apply([features, text]) as SymbolicTensor];
  if (unconditional) {
    const unconditionalHead = createUnconditionalHead(featureShape as number[], options);
    outputs.push(unconditionalHead.apply(features) as SymbolicTensor);
  }
  return model({ name, inputs: [image, text], outputs });
}

function createConditionalHead(
  featureShape: number[],
  textSize: number,
  options: DiscriminatorOptions,
): LayersModel {
  const { name, conditionDim, textCodeDim = 0, jointKernel, textPath, seed } = options;
  const seedOf = (layer: string) => layerSeed(seed, `${name}/${layer}`);
  const features = input({ shape: featureShape, name: 'conditional_features' });
  const text = input({ shape: [textSize], name: 'conditional_text' });

  // The paper's discriminator compresses the embedding itself; the means are small already.
  let condition = text;
  if (textPath === 'embedding') {
    const dense = { name: 'text_dense', units: conditionDim, seed: seedOf('text_dense') };
    condition = new FullyConnected(dense).apply(readTextCode(text, textCodeDim)) as SymbolicTensor;
    condition = new LeakyReLU({ name: 'text_leaky' }).apply(condition) as SymbolicTensor;
  }

  const channels = featureShape.at(-1) ?? 0;
  const joint = jointBlock(features, condition, channels, {
    ...options,
    name: 'joint',
    kernelSize: jointKernel,
    seed: seedOf('joint'),
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

/** The reference's 4x4 convolution of 4x4 features to one logit, as the dot product it is. */
function scoreFeatures(
  features: SymbolicTensor,
  head: 'conditional' | 'unconditional',
  { name, seed, logitBias = true, kernelInitializer = 'normal' }: DiscriminatorOptions,
): SymbolicTensor {
  const flat = layers.flatten({ name: `${head}_flat` }).apply(features) as SymbolicTensor;
  const logit = new FullyConnected({
    name: `${head}_logit`,
    units: 1,
    useBias: logitBias,
    kernelInitializer,
    seed: layerSeed(seed, `${name}/${head}_logit`),
  });
  return logit.apply(flat) as SymbolicTensor;
}
