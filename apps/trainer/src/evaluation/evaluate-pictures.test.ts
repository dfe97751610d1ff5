import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { quietContext, temporaryFolder, tinyDataset, tinyExtractor } from '../testing/tiny.js';
import { evaluatePictures } from './evaluate-pictures.js';
import { BATCH, type PictureSet } from '../pictures/picture-set.js';
import { realPictures } from './real-pictures.js';

it('takes pictures batch by batch, and lets go of each network before the next part', async () => {
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
    extract(pictures) {
      counts.push(pictures.shape[0]);
      tensors.push(tf.memory().numTensors);
      return inner.extract(pictures);
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
  const real = realPictures(dataset);
  const set: PictureSet = {
    ...{ name: 'drawn', count: real.count },
    async *batches() {
      for await (const { pictures } of real.batches()) {
        for (const { data } of pictures) data[0]! ^= 1; // Blank pictures are refused.
        yield { pictures };
      }
    },
  };
  const names = ['is', 'fid'] as const;
  await evaluatePictures({ set, names, seed: 0 }, { dataset, extractor, ...context });
  release.mockRestore();

  expect(events).toEqual([
    'released', // what trained or drew
    'tiny',
    'drawn',
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
