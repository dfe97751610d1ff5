import { OptionError } from '@stackgan/layers';

/** Side of an image of Stage-I's networks: 64, or 256 for the one-stage network that the paper compares with. */
export type Stage1ImageSize = 64 | 256;

/** Throws OptionError unless `imageSize` is 64 or 256. */
export function requireImageSize(imageSize: number): void {
  if (imageSize !== 64 && imageSize !== 256) {
    throw new OptionError('imageSize', imageSize, 'give 64 or 256');
  }
}
