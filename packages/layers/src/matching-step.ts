import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingLoss } from './matching-loss.js';
import { shrinkImages } from './shrink-images.js';

export interface MatchingPairs {
  /** [N, S, S, 3] in [-1, 1], S a multiple of the network's side. */
  images: tf.Tensor4D;
  /** [N, T], of their captions; or [K N, T] of several each, see `matchingLoss`. */
  embeddings: tf.Tensor2D;
  /** [N] int32: see `matchingLoss`. */
  classes?: tf.Tensor1D;
  /** Codes [M, D] of further captions, by `encodeCaptions`: see `matchingLoss`. */
  others?: tf.Tensor2D;
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

/** As {@link MatchingPairs}, with images that the network has encoded. */
export interface CodedPairs extends Omit<MatchingPairs, 'images'> {
  /** [N, D], by `encodeImages`. */
  codes: tf.Tensor2D;
}

/** Codes [N, D] of images by a `createMatchingNetwork` that has learned. */
export const encodeImages = (network: LayersModel, images: tf.Tensor4D): tf.Tensor2D =>
  applyToImages(network, images, false);

/** Codes [N, D] of captions' embeddings [N, T] by a `createMatchingNetwork`. */
export const encodeCaptions = (network: LayersModel, embeddings: tf.Tensor2D): tf.Tensor2D =>
  partOf(network, 'text_encoder').apply(embeddings) as tf.Tensor2D;

/**
 * One update of the text encoder alone. It is but a dense layer, and codes of images need computing once, so that hundreds of pairs
 * cost less than `matchingStep` of a few dozen. Returns the loss, which is not read yet: dispose of it.
 */
export function matchingCaptionStep(
  network: LayersModel,
  optimizer: GradientOptimizer,
  { codes, embeddings, classes }: CodedPairs,
): tf.Scalar {
  let loss: tf.Scalar | undefined;
  minimize(partOf(network, 'text_encoder'), optimizer, () => {
    const captions = encodeCaptions(network, embeddings);
    return (loss = tf.keep(matchingLoss(codes, captions, classes && { classes })));
  });
  return loss!;
}

const partOf = (network: LayersModel, name: string): LayersModel =>
  network.getLayer(name) as unknown as LayersModel;

/** `matchingLoss` of pairs by a network that has learned; its gradient reaches the images, the weights stay. */
export const scoreMatching = (network: LayersModel, pairs: MatchingPairs): tf.Scalar =>
  scorePairs(network, pairs, false);

function scorePairs(
  network: LayersModel,
  { images, embeddings, classes, others }: MatchingPairs,
  training: boolean,
): tf.Scalar {
  const shown = applyToImages(network, images, training);
  return matchingLoss(shown, encodeCaptions(network, embeddings), {
    ...(classes && { classes }),
    ...(others && { others }),
  });
}

function applyToImages(network: LayersModel, images: tf.Tensor4D, training: boolean): tf.Tensor2D {
  const encoder = partOf(network, 'image_encoder');
  const side = encoder.inputs[0]!.shape[1]!;
  return encoder.apply(shrinkImages(images, side), { training }) as tf.Tensor2D;
}
