import sharp, { type Sharp } from 'sharp';

import {
  type BoundingBox,
  boxIn,
  middleSquare,
  regionAround,
  type RelativeBox,
} from './bounding-box.js';
import { type DecodedImage, decodeImage, overWhite } from './decode-image.js';
import { decodePlainPng } from './decode-plain-png.js';
import { figureBox } from './figure-box.js';
import { cutRegion, type Pixels, stretchContrast } from './pixels.js';
import type { Preprocessing, ResizeFilter } from './preprocessing.js';
import { resample } from './resample.js';

/** Side of stored images relative to the wanted size if the data set crops: 76 for 64. */
const cropMargin = 76 / 64;

/** Side of the stored images for a wanted size, in pixels. */
export function storedSide(imageSize: number, crop: boolean): number {
  return crop ? Math.round(imageSize * cropMargin) : imageSize;
}

/** Images of more pixels are large: 100 MB as RGB bytes. Drawings (SVG) must not be. */
export const LARGE_IMAGE = 2 ** 25;

/** Images of this side or less are small: as PNG, a photograph takes half as much again as in WebP. */
const SMALL_SIDE = 128;

/** Formats that are stored unchanged if an image already has the wanted side. */
const keptFormats = new Set(['webp', 'png', 'jpeg']);

/** An image as it is stored. */
export interface PackedImage {
  /** The encoded image at each side. */
  readonly images: Uint8Array[];
  /** The object's place in it, if known. */
  readonly box?: RelativeBox;
  /** Number of images in the file, of which this is the first. */
  readonly count: number;
}

/**
 * Encodes an image for storage at each of the sides: unchanged if it already has that side,
 * otherwise cropped, resized (see {@link Preprocessing}) and encoded without loss. Drawings (SVG)
 * become PNG, which is as small as WebP for plain areas and takes a third of the time to write and
 * to read; small images, too, since training reads thousands a second; large photographs become
 * WebP. Transparency is blended over white before resizing. Rejects for
 * bytes that cannot be decoded, with RangeError for an invalid box.
 *
 * The object's place is the given box, or, in a drawing or an image with transparency, the box
 * around all that is not white.
 */
export async function packImage(
  bytes: Uint8Array,
  sides: readonly number[],
  { box, objectCrop, filter, ...recipe }: Preprocessing & { readonly box?: BoundingBox },
): Promise<PackedImage> {
  const isDrawing = isSvg(bytes);
  const whole = isDrawing ? await decodeSvg(bytes) : await decodeImage(bytes);
  const region = box && objectCrop > 0 ? regionAround(box, objectCrop, whole) : middleSquare(whole);
  const isWhole = region.width === whole.width && region.height === whole.height;
  const cut = isWhole ? whole : cutRegion(whole, region);
  const source = recipe.stretchContrast ? stretchContrast(cut) : cut;

  const isSingle = whole.count === 1;
  const isAsItWas =
    source === whole && whole.isUpright && isSingle && keptFormats.has(whole.format);
  const hasSide = ({ width, height }: Pixels, side: number) => width === side && height === side;
  const resized = (from: Pixels, side: number) =>
    hasSide(from, side) ? from : resizeImage(from, side, filter);
  const encode = (image: Pixels) =>
    isDrawing || image.width <= SMALL_SIDE ? encodePng(image) : encodeWebp(image);
  const largest = recipe.smallFromLarge ? await resized(source, Math.max(...sides)) : source;
  const images = await Promise.all(
    sides.map(async (side) =>
      isAsItWas && hasSide(whole, side) ? bytes : encode(await resized(largest, side)),
    ),
  );
  const object = box ?? (whole.hasAlpha ? figureBox(whole) : undefined);
  return { images, ...(object && { box: boxIn(object, region) }), count: whole.count };
}

/** Resizes an image to `side` x `side`, whatever its aspect ratio, as preparation does. */
export async function resizeImage(
  from: Pixels,
  side: number,
  filter: ResizeFilter,
): Promise<Pixels> {
  if (filter !== 'lanczos') return resample(from, side, filter);
  const { data } = await sharpOf(from)
    .resize(side, side, { fit: 'fill' })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: side, height: side };
}

const sharpOf = ({ data, width, height }: Pixels): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } });

const encodeWebp = (image: Pixels): Promise<Uint8Array> =>
  sharpOf(image).webp({ lossless: true, effort: 0 }).toBuffer();

const encodePng = (image: Pixels): Promise<Uint8Array> =>
  sharpOf(image).png({ compressionLevel: 3 }).toBuffer();

/** Whether a file begins like the drawings that a source makes. */
export const isSvg = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '<svg';

/** A drawing is transparent or on white, and has no EXIF orientation; looking for metadata would take a fifth of its decoding. */
const decodeSvg = async (bytes: Uint8Array): Promise<DecodedImage> => ({
  ...(await overWhite(sharp(bytes, { limitInputPixels: LARGE_IMAGE }))),
  format: 'svg',
  isUpright: true,
  hasAlpha: true,
  count: 1,
});

/** RGB bytes HWC of a stored image, over white; rejects if it is not `side` x `side`. */
export async function decodeStored(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const plain = decodePlainPng(bytes, side);
  if (plain !== undefined) return plain;
  const { data, width, height } = await overWhite(sharp(bytes, { limitInputPixels: side * side }));
  if (width !== side || height !== side) {
    throw new Error(`image is ${width}x${height}, expected ${side}`);
  }
  return data;
}
