import sharp, { type Metadata, type Sharp } from 'sharp';

import { UnreadableImage } from './require-readable.js';

/**
 * Converts an image of floats to bytes: 0 to 1 is black to white, as written by programs that
 * divide bytes by 255. Rejects for floats that mean something else, such as 0 to 255, light
 * brighter than white, or values in a colour profile: the file does not tell which.
 */
export async function readFloats(
  bytes: Uint8Array,
  { space, icc, orientation }: Metadata,
): Promise<Sharp> {
  if (icc || (space !== 'scrgb' && space !== 'b-w')) {
    throw new UnreadableImage(
      `it holds floats in ${icc ? 'a colour profile' : 'an unsupported colour space'}`,
    );
  }
  // libvips takes three floats per pixel for linear light, and would brighten them.
  const asItIs =
    space === 'scrgb' ? sharp(bytes).pipelineColourspace(space).toColourspace(space) : sharp(bytes);
  const { data, info } = await asItIs.raw({ depth: 'float' }).toBuffer({ resolveWithObject: true });
  const values = new Float32Array(data.buffer, data.byteOffset, data.length / 4);
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) throw new UnreadableImage('it holds NaN or infinity');
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (low < 0 || high > 1) {
    throw new UnreadableImage(
      `it holds floats from ${low} to ${high}, but only 0 to 1 is supported`,
    );
  }
  const { width, height, channels } = info;
  const image = sharp(
    Uint8Array.from(values, (value) => Math.round(value * 255)),
    {
      raw: { width, height, channels },
    },
  );
  return orientation === undefined ? image : image.withMetadata({ orientation });
}
