/**
 * Parts of networks and steps that the other packages of StackGAN.js share. Not for users, and no
 * part of the public API.
 *
 * @packageDocumentation
 */
export { drawAttributes } from './attribute-prior.js';
export { connect } from './block-parts.js';
export { BoxMask } from './box-mask.js';
export { conditionOnCaption } from './condition-on-caption.js';
export { applyGenerator } from './generator-output.js';
export { ImageMask } from './image-mask.js';
export { BOX_NUMBERS, LatentBox } from './latent-box.js';
export { namedLayers } from './named-layers.js';
export { requireOneOf } from './require-one-of.js';
export { requirePositiveIntegers } from './require-positive-integers.js';
export { shrinkImages } from './shrink-images.js';
export { doubleSize } from './up-block.js';
