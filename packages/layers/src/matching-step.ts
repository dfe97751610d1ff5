import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { MATCHING_SIZE } from './create-matching-network.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingLoss } from './matching-loss.js';

export interface MatchingPairs {
  /** [N, S, S, 3] in [-1, 1], S a multiple of 64. */
  images: tf.Tensor4D;
  /** [N, T], of their captions. */
  embeddings: tf.Tensor2D;
  /** [N] int32: see `matchingLoss`. */
  classes?: tf.Tensor1D;
}

/** One update of a `createMatchingNetwork` on real pairs; returns the loss, which is not read yet: dispose of it. */
export function matchingStep(
  network: LayersModel,
  optimizer: GradientOptimizer,
  pairs: MatchingPairs,
): tf.Scalar {
  let loss: tf.Scalar | undefined;
  minimize(network, optimizer, () => (loss = tf.keep(scorePairs(network, pairs, true))));
  return loss!;
}

/** `matchingLoss` of pairs by a network that has learned; its gradient reaches the images, the weights stay. */
export const scoreMatching = (network: LayersModel, pairs: MatchingPairs): tf.Scalar =>
  scorePairs(network, pairs, false);

function scorePairs(
  network: LayersModel,
  { images, embeddings, classes }: MatchingPairs,
  training: boolean,
): tf.Scalar {
  const inputs = [toMatchingSize(images), embeddings];
  const [image, caption] = network.apply(inputs, { training }) as [tf.Tensor2D, tf.Tensor2D];
  return matchingLoss(image, caption, classes && { classes });
}

/** Images of any multiple of 64, averaged. */
function toMatchingSize(images: tf.Tensor4D): tf.Tensor4D {
  const [count, side, , channels] = images.shape;
  if (side === MATCHING_SIZE) return images;
  const factor = side / MATCHING_SIZE;
  const blocks = [count, MATCHING_SIZE, factor, MATCHING_SIZE, factor * channels];
  const rows = tf.mean(tf.reshape(images, blocks), 2); // [N, 64, 64, factor * C]
  const columns = [count, MATCHING_SIZE, MATCHING_SIZE, factor, channels];
  return tf.mean<tf.Tensor4D>(tf.reshape(rows, columns), 3);
}
