import { OptionError } from '@stackgan/layers';

/** Side of a Stage-II image in pixels. */
export type Stage2ImageSize = 128 | 256;

/** Throws OptionError unless `imageSize` is 128 or 256. */
export function requireImageSize(imageSize: number): void {
  if (imageSize !== 128 && imageSize !== 256) {
    throw new OptionError('imageSize', imageSize, 'give 128 or 256');
  }
}
