import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import type { Cascade } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { beforeAll, expect, it } from 'vitest';
import { quietContext, temporaryFolder, tinyDataset, tinyEncoder } from '../testing/tiny.js';
import { sampleDataset } from '../evaluation/sample-dataset.js';
import { type NearestRecord, nearestSection } from '../run-directory/nearest-record.js';
import { drawNearest, requireFew } from './draw-nearest.js';

beforeAll(() => tf.setBackend('cpu'));

/** The mean of each channel, from 0 to 255: distances can be told from colours. */
const meanColour: FeatureExtractor = {
  ...{
    name: 'mean-colour',
    hash: 'hash',
    resize: 'pillow-bilinear',
    imageSize: [64, 64],
    features: 3,
  },
  extract: (images) => tf.add(tf.mul(tf.mean(images, [1, 2]), 127.5), 127.5),
  dispose: () => undefined,
};

/**
 * Draws images of one colour; red is 100 for the first of a batch, and 40 more for each after it.
 */
const plainCascade: Cascade = {
  imageSize: 64,
  noiseVectors: {
    stage1Epsilon: { size: 1, distribution: 'none', stream: 'stage1 epsilon' },
    latent: { size: 2, distribution: 'normal', stream: 'stage1 latent' },
  },
  isCompiled: true,
  draw: () => [],
  stages: [
    ({ embeddings }) =>
      tf.tidy(() => {
        const reds = tf.add(tf.mul(tf.range(0, embeddings.shape[0]), 40), 100);
        const channels = [reds, tf.fill(reds.shape, 90), tf.fill(reds.shape, 200)];
        const colours = tf.reshape(tf.stack(channels, 1), [-1, 1, 1, 3]);
        return tf.tile<tf.Tensor4D>(
          tf.sub(tf.div(colours, 127.5), 1) as tf.Tensor4D,
          [1, 64, 64, 1],
        );
      }),
  ],
};

async function readNearestJson(folder: string): Promise<NearestRecord> {
  const text = await readFile(join(folder, 'out', 'nearest.json'), 'utf8');
  return JSON.parse(text) as NearestRecord;
}

it('shows the nearest images that were learned from, and no others', async () => {
  const folder = await temporaryFolder();
  // Red is 0, 30, 60 … 210; 90 and 210 are held out.
  const dataset = await openDataset(await tinyDataset(folder));
  const opened = { path: 'run', cascade: plainCascade, dispose: () => undefined };
  const options = {
    ...{ captions: ['cat'], seeds: [3, 8], meanOnly: false, count: 2, out: join(folder, 'out') },
  };
  const sources = { dataset, extractor: meanColour };
  const said = await drawNearest(opened, tinyEncoder, options, sources, quietContext());
  await dataset.close();
  // 100 is nearest to 120, not to 90; 140 is nearest to 150. 90 is 30 from 60 and 120, 210 from
  // 180.
  expect(said).toBe(
    'distance to the nearest training image, median: of drawn images 10.00; of held-out images 30.00 (mean-colour)',
  );
  const record = await readNearestJson(folder);
  expect(record).toEqual({ extractor: 'mean-colour', median: 10, heldOutMedian: 30 });
  expect(nearestSection(record)).not.toContain('training images,');
  const { data, info } = await sharp(join(folder, 'out', 'nearest.png'))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const reds = new Map<number, number>();
  for (let i = 0; i < data.length; i += info.channels) {
    if (data[i + 1] !== 90 || data[i + 2] !== 200) continue;
    reds.set(data[i]!, (reds.get(data[i]!) ?? 0) + 1);
  }
  // Each beside its two nearest: 100 beside 120 and 60, 140 beside 150 and 120.
  const tile = 160 * 160;
  expect(Object.fromEntries(reds)).toEqual({
    ...{ 60: tile, 100: tile, 120: 2 * tile, 140: tile, 150: tile },
  });
});

it('compares with a sample of a large data set, and says so', async () => {
  const folder = await temporaryFolder();
  const dataset = await openDataset(await tinyDataset(folder));
  const opened = { path: 'run', cascade: plainCascade, dispose: () => undefined };
  const options = {
    ...{ captions: ['cat'], seeds: [3], meanOnly: false, count: 2, out: join(folder, 'out') },
  };
  const sources = { dataset: sampleDataset(dataset, 5), extractor: meanColour };
  await drawNearest(opened, tinyEncoder, options, sources, quietContext());
  await dataset.close();
  const record = await readNearestJson(folder);
  // Of eight images, two are held out, and stay in a sample of five.
  expect(record).toMatchObject({ sample: { images: 3, of: 6 } });
  expect(nearestSection(record)).toContain('of 3 of the 6 training images');
});

it.each([
  [{ count: 0 }, /--nearest 0: ask for 1 to 16 training images/],
  [{ count: 17 }, /1 to 16/],
  [{ seeds: Array.from({ length: 101 }, (_, seed) => seed) }, /100 drawn images at most, not 101/],
])('requireFew refuses %j', (given, message) => {
  const options = { captions: ['a'], seeds: [0], meanOnly: false, count: 5, ...given };
  expect(() => requireFew(options)).toThrow(message);
});
