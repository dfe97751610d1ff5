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
 * A picture as stored for each of the sides: itself where it already has that side, else cut to a
 * square around its middle, resized and packed as lossless WebP. Transparency is laid over white
 * before resizing. Decodes once; rejects for bytes that do not decode.
 */
export async function packPicture(
  bytes: Uint8Array,
  sides: readonly number[],
): Promise<Uint8Array[]> {
  const { format, orientation = 1 } = await sharp(bytes).metadata();
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const keeps = (side: number): boolean =>
    width === side && height === side && orientation === 1 && keptFormats.has(format);
  return Promise.all(
    sides.map(async (side) =>
      keeps(side)
        ? bytes
        : sharp(data, { raw: { width, height, channels } })
            .resize(side, side, { fit: 'cover' })
            .toColourspace('srgb')
            .webp({ lossless: true, effort: 0 })
            .toBuffer(),
    ),
  );
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
