import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { featuresOf } from './features-of.js';
import { featureShifts } from './feature-shifts.js';
import { realImages } from './real-images.js';

/** Mean brightness, and how much neighbouring lines differ. */
const plain: FeatureExtractor = {
  ...{
    name: 'plain',
    imageSize: [64, 64],
    features: 2,
    resize: 'pillow-bilinear',
    hash: 'plain',
  },
  extract: (images) =>
    tf.tidy(() => {
      const lines = images.shape[1] - 1;
      const differences = tf.sub(
        tf.slice(images, [0, 1, 0, 0]),
        tf.slice(images, [0, 0, 0, 0], [-1, lines, -1, -1]),
      );
      return tf.stack(
        [tf.mean(images, [1, 2, 3]), tf.mean(tf.abs(differences), [1, 2, 3])],
        1,
      ) as tf.Tensor2D;
    }),
  dispose: () => undefined,
};

it('shifts features as blur and noise do: edges change, brightness hardly; the same each time', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  const dataset = await openDataset(
    await tinyDataset(join(await temporaryFolder(), 'set'), { sizes: [64] }),
  );
  const real = await featuresOf(realImages(dataset), plain, () => undefined);
  const steps: string[] = [];
  const shifts = await featureShifts(dataset, real, plain, (done, total) =>
    steps.push(`${done} of ${total}`),
  );
  const train = dataset.examples.filter(({ split }) => split === 'train').length;
  expect(steps.at(-1)).toBe(`${train} of ${train}`);
  expect(shifts.data).toHaveLength(2 * train);
  const column = (k: number) => [...shifts.data].filter((_, i) => i % 2 === k).map(Math.abs);
  expect(Math.max(...column(0))).toBeLessThan(0.05);
  expect(Math.max(...column(1))).toBeGreaterThan(0.02);
  expect(await featureShifts(dataset, real, plain, () => undefined)).toEqual(shifts);
  await dataset.close();
});
