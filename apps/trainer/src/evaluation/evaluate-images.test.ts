import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { quietContext, temporaryFolder, tinyDataset, tinyExtractor } from '../testing/tiny.js';
import { evaluateImages } from './evaluate-images.js';
import { BATCH, type ImageSet } from '../images/image-set.js';
import { realImages } from './real-images.js';

it('takes images batch by batch, and releases each network before the next part', async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
  const folder = await temporaryFolder();
  const dataset = await openDataset(await tinyDataset(folder, { count: 40, sizes: [64] }));
  const inner = await tinyExtractor();
  const events: string[] = [];
  const counts: number[] = [];
  const tensors: number[] = [];
  const extractor: FeatureExtractor = {
    ...inner,
    extract(images) {
      counts.push(images.shape[0]);
      tensors.push(tf.memory().numTensors);
      return inner.extract(images);
    },
  };
  const context = quietContext();
  const release = vi.spyOn(tf.backend(), 'dispose').mockImplementation(() => {
    events.push('released');
  });
  vi.spyOn(context.console, 'progress').mockImplementation((text) => {
    const what = text.split(':')[0]!;
    if (events.at(-1) !== what) events.push(what);
  });
  const real = realImages(dataset);
  const set: ImageSet = {
    ...{ name: 'generated', count: real.count },
    async *batches() {
      for await (const { images } of real.batches()) {
        for (const { data } of images) data[0]! ^= 1; // Blank images are refused.
        yield { images };
      }
    },
  };
  const names = ['is', 'fid'] as const;
  await evaluateImages({ set, names, seed: 0 }, { dataset, extractor, ...context });
  release.mockRestore();

  expect(events).toEqual([
    'released', // earlier work
    'tiny',
    'generated',
    'released', // the extractor
    'computing is',
    'learning the classifier',
    'released',
    'computing fid',
    'released',
  ]);
  expect(new Set(counts)).toEqual(new Set([BATCH]));
  // Nothing of one batch is alive with the next.
  expect(Math.max(...tensors)).toBeLessThanOrEqual(tensors[0]! + 1);
  extractor.dispose();
  await dataset.close();
});
