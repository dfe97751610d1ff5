import sharp from 'sharp';
import type { DatasetSource, HashedCaptionEncoder } from '../../packages/data/src/index.js';

/** Distinct images, which come again and again. */
const DISTINCT = 8;
const CAPTIONS = 10;
/** Numbers per caption, as of the sentence encoder and of char-CNN-RNN. */
const DIMENSION = 1024;

/**
 * `count` photographs with ten captions each, as the published data sets have them; small ones if
 * nothing else is said.
 */
export async function largeSource(
  count: number,
  size = { width: 120, height: 100 },
): Promise<DatasetSource> {
  const images = await Promise.all(Array.from({ length: DISTINCT }, () => photograph(size)));
  const places = Array.from({ length: CAPTIONS }, (_, number) => number + 1);
  // As they are read from a text file.
  const text = (image: number) =>
    places
      .map(
        (line) => `image ${image} shows, in sentence ${line}, a small bird with a pointed beak\n`,
      )
      .join('');
  return {
    name: 'large',
    licence: 'none',
    attribution: 'nobody',
    options: { crop: true, flip: true },
    size: count,
    *examples() {
      for (let image = 0; image < count; image++) {
        const folder = `${String(image % 200).padStart(3, '0')}.Bird`;
        const path = `birds/text/${folder}_${image}.txt`;
        yield {
          id: `${folder}/${folder}_${image}`,
          class: folder,
          split: image % 4 === 3 ? 'test' : 'train',
          captions: text(image).split('\n').slice(0, -1),
          captionPlaces: places.map((line) => `${path}, line ${line}`),
          image: () => Promise.resolve(images[image % DISTINCT]!),
        };
      }
    },
  };
}

const photograph = (size: { width: number; height: number }): Promise<Uint8Array> =>
  sharp({
    create: {
      ...{ ...size, channels: 3, background: 'green' },
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .blur(2)
    .jpeg()
    .toBuffer();

/** An encoder that takes no time. */
export const freeEncoder: HashedCaptionEncoder = {
  name: 'free',
  hash: 'free-1',
  dimension: DIMENSION,
  embed: (captions) => {
    const rows = new Float32Array(captions.length * DIMENSION);
    for (const [row, { length }] of captions.entries()) {
      rows.fill(length / 100, row * DIMENSION, (row + 1) * DIMENSION);
    }
    return Promise.resolve(rows);
  },
};
