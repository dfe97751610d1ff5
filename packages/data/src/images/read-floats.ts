import sharp, { type Metadata, type Sharp } from 'sharp';

import { UnreadableImage } from './require-readable.js';

/**
 * An image of floats as one of bytes: 0 to 1 is black to white, as programs write that divide bytes by 255. Rejects where
 * floats mean something else: light beyond white, 0 to 255, a colour profile; which one it is, nobody could tell.
 */
export async function readFloats(
  bytes: Uint8Array,
  { space, icc, orientation }: Metadata,
): Promise<Sharp> {
  if (icc || (space !== 'scrgb' && space !== 'b-w')) {
    throw new UnreadableImage(`it holds floats in ${icc ? 'a profile' : 'a space'} of its own`);
  }
  // libvips takes three floats for linear light, and would make them lighter.
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
    throw new UnreadableImage(`it holds floats from ${low} to ${high}, and 0 to 1 is read`);
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
