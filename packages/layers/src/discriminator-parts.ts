import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { OptionError } from './option-error.js';

/**
 * Text that a discriminator reads: the caption's embedding, or the mean of the generator's
 * Conditioning Augmentation.
 */
export type TextPath = 'embedding' | 'mean';

/**
 * 'plain': convolutions only (paper, StackGAN-Pytorch); 'residual': with the residual bottlenecks
 * of the TensorFlow reference.
 */
export type NetworkBody = 'plain' | 'residual';

/** Parts of a discriminator, as functions on tensors in training mode. */
export interface DiscriminatorParts {
  encode(images: tf.Tensor4D): tf.Tensor4D;
  /** Logits [N, 1] of features and text. */
  score(features: tf.Tensor4D, text: tf.Tensor2D): tf.Tensor2D;
  /** Logits [N, 1] of features alone, if the discriminator has that head. */
  scoreUnconditionally: ((features: tf.Tensor4D) => tf.Tensor2D) | undefined;
  textPath: TextPath;
}

/**
 * Parts of a discriminator that contains models named 'encoder', 'conditional_head' and,
 * optionally, 'unconditional_head'. Throws OptionError if one of the first two is missing.
 */
export function discriminatorParts(
  discriminator: LayersModel,
  { updateStatistics }: { updateStatistics: boolean },
): DiscriminatorParts {
  // A fresh object each time: tfjs-layers writes into it.
  const training = () => ({ training: true, updateStatistics });
  const encoder = requirePart(discriminator, 'encoder');
  const head = requirePart(discriminator, 'conditional_head');
  const unconditional = findPart(discriminator, 'unconditional_head');
  return {
    encode: (images) => encoder.apply(images, training()) as tf.Tensor4D,
    score: (features, text) => head.apply([features, text], training()) as tf.Tensor2D,
    scoreUnconditionally:
      unconditional && ((features) => unconditional.apply(features, training()) as tf.Tensor2D),
    textPath: discriminator.inputNames.includes('mean') ? 'mean' : 'embedding',
  };
}

function findPart(model: LayersModel, name: string): layers.Layer | undefined {
  return model.layers.find((layer) => layer.name === name);
}

function requirePart(model: LayersModel, name: string): layers.Layer {
  const part = findPart(model, name);
  if (part === undefined) {
    const names = model.layers.map((layer) => layer.name);
    throw new OptionError('discriminator', names, `build it with a nested model named '${name}'`);
  }
  return part;
}
