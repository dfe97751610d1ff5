import sharp from 'sharp';

import type { DatasetSource, ImageOptions, SourceExample } from '../source/dataset-source.js';

/**
 * A one-coloured PNG whose red channel is `value`; green 20 left of the middle, 220 right of it.
 */
export async function image(value: number, side = 16): Promise<Uint8Array> {
  const pixels = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    pixels.set([value, i % side < side / 2 ? 20 : 220, 0], i * 3);
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** `count` examples, every fourth one in the test split; image i has red channel i. */
export function fabricatedSource({
  count = 12,
  side = 16,
  options = { crop: false, flip: false },
  broken = [],
  classes = 3,
}: {
  count?: number;
  side?: number;
  options?: ImageOptions;
  broken?: readonly number[];
  classes?: number;
} = {}): DatasetSource {
  const example = (i: number): SourceExample => ({
    id: `p${i}`,
    class: `c${i % classes}`,
    captions: Array.from({ length: 3 + (i % 2) }, (_, k) => `${'x'.repeat(k + 1)} ${i}`),
    split: i % 4 === 3 ? 'test' : 'train',
    image: async () => (broken.includes(i) ? new Uint8Array([1, 2, 3]) : image(i, side)),
  });
  return {
    name: 'fabricated',
    licence: 'none',
    attribution: 'nobody',
    options,
    size: count,
    examples: () => Array.from({ length: count }, (_, i) => example(i)),
  };
}
