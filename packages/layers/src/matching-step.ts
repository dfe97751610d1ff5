import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttackOptions } from './attack-images.js';
import { attackedStep, type Mode } from './attacked-step.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingLoss } from './matching-loss.js';
import { shrinkImages } from './shrink-images.js';

/** With 10, as in AttnGAN, neighbours such as two blues cost little beside captions of other hair; twice that tells them apart. */
const MATCHING_SCALE = 20;

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

/**
 * One update of a `createMatchingNetwork` on real pairs; with an `attack`, on `attackImages` of them, as the network sees them: a
 * generator finds whatever can deceive a network that has not learned so, and draws that. `attack.noise` is [N, 32, 32, 3]. Returns the
 * loss, which is not read yet: dispose of it.
 */
export function matchingStep(
  network: LayersModel,
  optimizer: GradientOptimizer,
  pairs: MatchingPairs,
  attack?: AttackOptions,
): tf.Scalar {
  const loss = (images: tf.Tensor4D, mode: Mode) => scorePairs(network, { ...pairs, images }, mode);
  return attackedStep(network, optimizer, pairs.images, loss, attack);
}

/** As {@link MatchingPairs}, with images that the network has encoded. */
export interface CodedPairs extends Omit<MatchingPairs, 'images'> {
  /** [N, D], by `encodeImages`. */
  codes: tf.Tensor2D;
}

/** Codes [N, D] of images by a `createMatchingNetwork` that has learned. */
export const encodeImages = (network: LayersModel, images: tf.Tensor4D): tf.Tensor2D =>
  applyToImages(network, images, { training: false });

/** Codes [N, D] of captions' embeddings [N, T] by a `createMatchingNetwork`. */
export const encodeCaptions = (network: LayersModel, embeddings: tf.Tensor2D): tf.Tensor2D =>
  partOf(network, 'text_encoder').apply(embeddings) as tf.Tensor2D;

/**
 * One update of the caption encoder alone. It is but a dense layer, and codes of images need computing once, so that hundreds of pairs
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
    const options = { scale: MATCHING_SCALE, ...(classes && { classes }) };
    return (loss = tf.keep(matchingLoss(codes, captions, options)));
  });
  return loss!;
}

const partOf = (network: LayersModel, name: string): LayersModel =>
  network.getLayer(name) as unknown as LayersModel;

/** `matchingLoss` of pairs by a network that has learned; its gradient reaches the images, the weights stay. */
export const scoreMatching = (network: LayersModel, pairs: MatchingPairs): tf.Scalar =>
  scorePairs(network, pairs, { training: false });

function scorePairs(
  network: LayersModel,
  { images, embeddings, classes, others }: MatchingPairs,
  mode: Mode,
): tf.Scalar {
  const shown = applyToImages(network, images, mode);
  return matchingLoss(shown, encodeCaptions(network, embeddings), {
    scale: MATCHING_SCALE,
    ...(classes && { classes }),
    ...(others && { others }),
  });
}

const applyToImages = (network: LayersModel, images: tf.Tensor4D, mode: Mode): tf.Tensor2D =>
  // A fresh object each time: tfjs-layers writes into it.
  partOf(network, 'image_encoder').apply(shrinkTo(network, images), { ...mode }) as tf.Tensor2D;

const shrinkTo = (network: LayersModel, images: tf.Tensor4D): tf.Tensor4D =>
  shrinkImages(images, partOf(network, 'image_encoder').inputs[0]!.shape[1]!);
