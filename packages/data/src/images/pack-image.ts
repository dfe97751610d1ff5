import sharp, { type Sharp } from 'sharp';

import { type BoundingBox, middleSquare, regionAround } from './bounding-box.js';
import { type DecodedImage, decodeImage, overWhite } from './decode-image.js';
import { cutRegion, type Pixels, stretchContrast } from './pixels.js';
import type { Preprocessing, ResizeFilter } from './preprocessing.js';
import { resample } from './resample.js';

/** Side of stored images relative to the wanted size where the data set crops: 76 for 64. */
const cropMargin = 76 / 64;

/** Side of the stored images for a wanted size. */
export function storedSide(imageSize: number, crop: boolean): number {
  return crop ? Math.round(imageSize * cropMargin) : imageSize;
}

/** Formats that are kept as they are when an image already has the wanted side. */
const keptFormats = new Set(['webp', 'png', 'jpeg']);

/**
 * An image as stored for each of the sides: itself where it already has that side, else cut, resized
 * (see {@link Preprocessing}) and packed without loss: drawings (SVG) as PNG, which is as small for plain areas
 * as WebP and takes a third of the time to write and to read, others as WebP. Transparency is laid over white
 * before resizing. Decodes once; rejects for bytes that do not decode, with RangeError for a bad box.
 */
export async function packImage(
  bytes: Uint8Array,
  sides: readonly number[],
  { box, objectCrop, filter, ...recipe }: Preprocessing & { readonly box?: BoundingBox },
): Promise<Uint8Array[]> {
  const isDrawing = isSvg(bytes);
  const whole = isDrawing ? await decodeSvg(bytes) : await decodeImage(bytes);
  const region = box && objectCrop > 0 ? regionAround(box, objectCrop, whole) : middleSquare(whole);
  const isWhole = region.width === whole.width && region.height === whole.height;
  const cut = isWhole ? whole : cutRegion(whole, region);
  const source = recipe.stretchContrast ? stretchContrast(cut) : cut;

  const isAsItWas = source === whole && whole.isUpright && keptFormats.has(whole.format);
  const hasSide = ({ width, height }: Pixels, side: number) => width === side && height === side;
  const resized = (from: Pixels, side: number) =>
    hasSide(from, side) ? from : resizeImage(from, side, filter);
  const encode = isDrawing ? encodePng : encodeWebp;
  const largest = recipe.smallFromLarge ? await resized(source, Math.max(...sides)) : source;
  return Promise.all(
    sides.map(async (side) =>
      isAsItWas && hasSide(whole, side) ? bytes : encode(await resized(largest, side)),
    ),
  );
}

/** An image resized to `side` x `side`, whatever its shape, as preparation does it. */
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

/** Whether a file begins as drawings do that a source makes. */
const isSvg = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString('latin1') === '<svg';

/** A drawing has nothing that turns it, and looking for more would cost a fifth of drawing it. */
const decodeSvg = async (bytes: Uint8Array): Promise<DecodedImage> => ({
  ...(await overWhite(sharp(bytes))),
  format: 'svg',
  isUpright: true,
});

/** RGB bytes HWC of a stored image over white; rejects when it is not `side` x `side`. */
export async function decodeStored(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const { data, width, height } = await overWhite(sharp(bytes));
  if (width !== side || height !== side) {
    throw new Error(`image is ${width}x${height}, expected ${side}`);
  }
  return data;
}
