import { layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { connect } from './block-parts.js';
import { downBlock } from './down-block.js';
import { namedLayers } from './named-layers.js';

/**
 * Side S of the images that the auxiliary networks read: those of `createMatchingNetwork` and
 * `createAttributeNetwork`. Larger images are averaged to it, so that a generator cannot lower the
 * loss by single pixels. A side of 64 costs four times as much and gives no better matching.
 */
export const AUXILIARY_IMAGE_SIZE = 32;

/** Image [N, 32, 32, 3] to features [N, 64 w] by three halvings, `w` the width. */
export function auxiliaryFeatures(
  image: SymbolicTensor,
  { network, width, seed }: { network: string; width: number; seed: number },
): SymbolicTensor {
  const named = namedLayers(network, { seed });
  const first = { ...named('down1'), batchNormalization: false };
  let x = downBlock(image, width, first); // [N, 16, 16, w]
  x = downBlock(x, 2 * width, named('down2')); // [N, 8, 8, 2 w]
  x = downBlock(x, 4 * width, named('down3')); // [N, 4, 4, 4 w]
  return connect(layers.flatten({ name: 'flat' }), x);
}
