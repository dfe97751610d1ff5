import sharp, { type Metadata, type Sharp } from 'sharp';

import { describeImageFault } from './image-fault.js';
import type { Pixels } from './pixels.js';
import { readFloats } from './read-floats.js';
import { requireReadable, requireVisible } from './require-readable.js';

/** A decoded image, and what its file was like. */
export interface DecodedImage extends Pixels {
  readonly format: Metadata['format'];
  /** Whether the file holds these pixels in this orientation. */
  readonly isUpright: boolean;
  /** Whether the file has transparency, so that what is white here may be no part of the object. */
  readonly hasAlpha: boolean;
  /** Number of images in the file, of which this is the first: more than one in an animation. */
  readonly count: number;
}

/**
 * Decodes an image file to RGB bytes over white, upright according to its EXIF data; of several
 * images, as in an animation, the first one. Reads 8 and 16 bits per channel, floats from 0 to 1,
 * grey, palettes, CMYK and alpha. Rejects with a message that says what is wrong and what to do
 * about it; it is worded to follow the image's name and a colon.
 */
export async function decodeImage(bytes: Uint8Array): Promise<DecodedImage> {
  try {
    const metadata = await sharp(bytes).metadata();
    requireReadable(metadata);
    const image = metadata.depth === 'float' ? await readFloats(bytes, metadata) : sharp(bytes);
    const pixels = await overWhite(image.autoOrient());
    await requireVisible(bytes, metadata, pixels.data);
    const { format, orientation = 1, hasAlpha, pages: count = 1 } = metadata;
    return { ...pixels, format, isUpright: orientation === 1, hasAlpha, count };
  } catch (cause) {
    throw new Error(describeImageFault(bytes, cause as Error), { cause });
  }
}

/** RGB bytes of an image, blended over white where it is transparent. */
export async function overWhite(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { channels, width, height } = info;
  if (channels !== 3) throw new Error(`image has ${channels} channels, expected 3`);
  return { data, width, height };
}
