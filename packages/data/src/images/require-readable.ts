import sharp, { type Metadata } from 'sharp';

/** An image that decodes to something other than it shows. */
export class UnreadableImage extends Error {
  override readonly name = 'UnreadableImage';
  constructor(reason: string) {
    super(`${reason}; save it with 8 or 16 bits per channel, as PNG`);
  }
}

/** Supported sample types; floats are checked further. */
const depths = ['uchar', 'ushort', 'float'];
const depthNames: Readonly<Record<string, string>> = {
  char: 'signed bytes',
  short: 'signed 16-bit numbers',
  int: 'signed 32-bit numbers',
  uint: '32-bit numbers',
  double: '64-bit floats',
};

/** Throws for samples that sharp would silently clip to black or white. */
export function requireReadable({ depth, channels, space }: Metadata): void {
  if (depth !== undefined && !depths.includes(depth)) {
    throw new UnreadableImage(`it holds ${depthNames[depth] ?? depth}, which are not supported`);
  }
  if (channels > 4 && space !== 'cmyk') {
    throw new UnreadableImage(`it has ${channels} channels, which are not colours`);
  }
}

/**
 * Rejects if 16-bit values are so small, such as bytes stored in 16 bits, that all became black.
 */
export async function requireVisible(
  bytes: Uint8Array,
  { depth, hasAlpha }: Metadata,
  data: Uint8Array,
): Promise<void> {
  if (depth !== 'ushort' || data.some((value) => value > 0)) return;
  const { channels } = await sharp(bytes).stats();
  const most = Math.max(...channels.slice(0, hasAlpha ? -1 : undefined).map(({ max }) => max));
  if (most === 0) return;
  throw new UnreadableImage(`its values reach only ${most} of 65535, which is black`);
}
