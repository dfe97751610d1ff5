import sharp from 'sharp';

/** Side of stored pictures relative to the wanted size where the data set crops: 76 for 64. */
const cropMargin = 76 / 64;

/** Side of the stored pictures for a wanted size. */
export function storedSide(imageSize: number, crop: boolean): number {
  return crop ? Math.round(imageSize * cropMargin) : imageSize;
}

/** Formats that are kept as they are when a picture already has the wanted side. */
const keptFormats = new Set(['webp', 'png', 'jpeg']);

/**
 * A picture as stored: itself when it already has that side, else cut to a square around its
 * middle, resized and packed as lossless WebP. Transparency is laid over white.
 * Rejects for bytes that do not decode.
 */
export async function packPicture(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const { width, height, format, orientation } = await sharp(bytes).metadata();
  if (width === side && height === side && keptFormats.has(format) && (orientation ?? 1) === 1) {
    await decodePicture(bytes, side); // A header alone does not say that the rest decodes.
    return bytes;
  }
  // The full picture is decoded before it is resized: shrinking on load would lay half-transparent
  // edges over white differently for each size.
  return sharp(bytes)
    .autoOrient()
    .flatten({ background: 'white' })
    .resize(side, side, { fit: 'cover', fastShrinkOnLoad: false })
    .toColourspace('srgb')
    .webp({ lossless: true, effort: 1 })
    .toBuffer();
}

/** RGB bytes HWC of a stored picture over white; rejects when it is not `side` x `side`. */
export async function decodePicture(bytes: Uint8Array, side: number): Promise<Uint8Array> {
  const { data, info } = await sharp(bytes)
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== side || info.height !== side || info.channels !== 3) {
    throw new Error(`picture is ${info.width}x${info.height}x${info.channels}, expected ${side}`);
  }
  return data;
}
