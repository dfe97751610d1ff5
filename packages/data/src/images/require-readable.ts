import sharp, { type Metadata } from 'sharp';

/** An image that decodes, but not to what it shows. */
export class UnreadableImage extends Error {
  override readonly name = 'UnreadableImage';
  constructor(reason: string) {
    super(`${reason}; save it with 8 or 16 bits a channel, as PNG`);
  }
}

/** What is read as it is; floats are looked at. */
const depths = ['uchar', 'ushort', 'float'];
const depthNames: Readonly<Record<string, string>> = {
  char: 'signed bytes',
  short: 'signed 16-bit numbers',
  int: 'signed 32-bit numbers',
  uint: '32-bit numbers',
  double: '64-bit floats',
};

/** Throws for samples that sharp would clip, to black or white, without a word. */
export function requireReadable({ depth, channels, space }: Metadata): void {
  if (depth !== undefined && !depths.includes(depth)) {
    throw new UnreadableImage(`it holds ${depthNames[depth] ?? depth}, which are not read`);
  }
  if (channels > 4 && space !== 'cmyk') {
    throw new UnreadableImage(`it has ${channels} channels, which are no colours`);
  }
}

/** Rejects if 16-bit values are so small that the image became black, as of bytes that were stored in 16 bits. */
export async function requireVisible(
  bytes: Uint8Array,
  { depth, hasAlpha }: Metadata,
  data: Uint8Array,
): Promise<void> {
  if (depth !== 'ushort' || data.some((value) => value > 0)) return;
  const { channels } = await sharp(bytes).stats();
  const most = Math.max(...channels.slice(0, hasAlpha ? -1 : undefined).map(({ max }) => max));
  if (most === 0) return;
  throw new UnreadableImage(`its values reach ${most} of 65535, which is black`);
}
