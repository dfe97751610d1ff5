import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterEach } from 'vitest';

import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';
import type { DatasetSource, ImageOptions, SourceExample } from '../source/dataset-source.js';

/** A new folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-data-'));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(
    folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })),
  );
});

/** Dimension 2: [length of the caption, its first character]; counts what it was asked. */
export function countingEncoder(): HashedCaptionEncoder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    name: 'counting',
    hash: 'counting-1',
    dimension: 2,
    asked,
    embed: async (captions) => {
      asked.push(...captions);
      return Float32Array.from(captions.flatMap((text) => [text.length, text.charCodeAt(0)]));
    },
  };
}

/** A one-coloured PNG whose red channel is `value`; green 20 left of the middle, 220 right of it. */
export async function image(value: number, side = 16): Promise<Uint8Array> {
  const pixels = new Uint8Array(side * side * 3);
  for (let i = 0; i < side * side; i++) {
    pixels.set([value, i % side < side / 2 ? 20 : 220, 0], i * 3);
  }
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** `count` examples; every fourth one is for testing; image i has red channel i. */
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
