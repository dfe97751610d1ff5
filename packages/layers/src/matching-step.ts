import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { AttackOptions } from './attack-images.js';
import { attackedStep, type Mode } from './attacked-step.js';
import { minimize, type GradientOptimizer } from './gradient-optimizer.js';
import { matchingLoss } from './matching-loss.js';
import { shrinkImages } from './shrink-images.js';

/**
 * Twice AttnGAN's 10: with 10, the loss hardly separates similar captions, such as two that differ
 * in a shade of blue.
 */
const MATCHING_SCALE = 20;

/** Images and their captions. */
export interface MatchingPairs {
  /** [N, S, S, 3] in [-1, 1], S a multiple of 32. */
  images: tf.Tensor4D;
  /** [N, T] of their captions, or [K N, T] of K captions per image, see `matchingLoss`. */
  embeddings: tf.Tensor2D;
  /** [N] int32: see `matchingLoss`. */
  classes?: tf.Tensor1D;
  /** Codes [M, D] of further captions, by `encodeCaptions`: see `matchingLoss`. */
  others?: tf.Tensor2D;
}

/**
 * One update of a `createMatchingNetwork` on real pairs. With an `attack`, on `attackImages` of the
 * images at the network's size: without it, a generator learns to exploit the network's errors.
 * `attack.noise` is [N, 32, 32, 3]. Returns the loss, not read yet: dispose of it.
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

/** As {@link MatchingPairs}, with codes in place of images. */
export interface CodedPairs extends Omit<MatchingPairs, 'images'> {
  /** [N, D], by `encodeImages`. */
  codes: tf.Tensor2D;
}

/** Codes [N, D] of images by a trained `createMatchingNetwork`. */
export const encodeImages = (network: LayersModel, images: tf.Tensor4D): tf.Tensor2D =>
  applyToImages(network, images, { training: false });

/** Codes [N, D] of captions' embeddings [N, T] by a `createMatchingNetwork`. */
export const encodeCaptions = (network: LayersModel, embeddings: tf.Tensor2D): tf.Tensor2D =>
  partOf(network, 'text_encoder').apply(embeddings) as tf.Tensor2D;

/**
 * One update of the caption encoder alone, on image codes that are computed once. The encoder is
 * one dense layer, so hundreds of pairs cost less than a `matchingStep` with a few dozen. Returns
 * the loss, not read yet: dispose of it.
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

/**
 * `matchingLoss` of pairs by a trained network in inference mode; the gradient reaches the images.
 * Returns the loss, not read yet: dispose of it.
 */
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
