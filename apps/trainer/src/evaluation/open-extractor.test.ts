import { resizeImages } from '@stackgan/metrics';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, tinyExtractorModel } from '../testing/tiny.js';
import { writeExtractor } from '../testing/write-extractor.js';
import { openExtractor } from './open-extractor.js';

beforeAll(() => tf.setBackend('cpu'));

describe('openExtractor', () => {
  it.each([
    [undefined, 'pillow-bilinear', 'model-12'],
    ['pillow-bilinear', 'pillow-bilinear', 'model-12'],
    ['tf1-bilinear', 'tf1-bilinear', 'model-12-tf1-bilinear'],
  ] as const)('with --extractor-resize %s resizes by %s', async (resize, filter, name) => {
    const model = await writeExtractor(await temporaryFolder());
    const extractor = await openExtractor({ features: 768, model, range: '-1,1', resize });
    expect(extractor).toMatchObject({ name, resize: filter });

    // On noise the two filters differ by far more than the last digits.
    const images = tf.randomUniform<tf.Rank.R4>([1, 100, 100, 3], -1, 1, 'float32', 5);
    const features = await extractor.extract(images).data();
    const byFilter = async (which: typeof filter) =>
      (
        tinyExtractorModel().predict(resizeImages(images, [64, 64], { filter: which })) as tf.Tensor
      ).data();
    const other = filter === 'tf1-bilinear' ? 'pillow-bilinear' : 'tf1-bilinear';
    expect(distance(features, await byFilter(filter))).toBeLessThan(1e-5);
    expect(distance(features, await byFilter(other))).toBeGreaterThan(1e-3);
    extractor.dispose();
  });

  it.each([
    [{ resize: 'tf1-bilinear' }, '--extractor-resize tf1-bilinear is for a network of yours'],
    [{ range: '-1,1' }, '--extractor-range -1,1 is for a network of yours'],
    [{ model: 'x.json', resize: 'tf1-bilinear' }, '--extractor x.json needs --extractor-range'],
  ] as const)('refuses %j', async (flags, message) => {
    await expect(openExtractor({ features: 768, ...flags })).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(message) as string,
    });
  });
});

const distance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.hypot(...Array.from(a, (value, i) => value - b[i]!));
