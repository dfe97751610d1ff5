import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import { selectRows } from '@stackgan/metrics';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { temporaryFolder, tinyExtractor } from '../testing/tiny.js';
import { captionTable } from './caption-table.js';
import { realFeatures } from './real-features.js';
import { sampleDataset, wholeOf } from './sample-dataset.js';

beforeAll(() => tf.setBackend('cpu'));

const idsOf = ({ examples }: PreparedDataset) => examples.map(({ id }) => id);
const held = ({ examples }: PreparedDataset) =>
  examples.filter(({ split }) => split === 'test').length;

describe('sampleDataset', () => {
  it('keeps held-out images up to half, and is the data set if that is small', async () => {
    const dataset = await openDataset(await attributeDataset(await temporaryFolder()));
    const count = dataset.examples.length;
    expect(held(dataset)).toBe(12);
    expect(sampleDataset(dataset, count)).toBe(dataset);
    for (const [most, heldOut] of [
      [30, 12],
      [10, 5],
      [1, 0],
      [count - 1, 12],
    ] as const) {
      const sample = sampleDataset(dataset, most);
      expect([sample.examples.length, held(sample)]).toEqual([most, heldOut]);
      expect(new Set(idsOf(sample)).size).toBe(most);
      expect(wholeOf(sample)).toBe(dataset);
      expect(idsOf(sampleDataset(dataset, most))).toEqual(idsOf(sample));
    }
    await dataset.close();
  });

  it('has the images and captions of its examples, whose features have a folder of their own', async () => {
    const data = await attributeDataset(await temporaryFolder());
    const dataset = await openDataset(data);
    const sample = sampleDataset(dataset, 20);
    const originals = sample.examples.map(({ id }) => dataset.examples.find((e) => e.id === id)!);
    const [size] = dataset.info.imageSizes as [number];
    for (const [index, example] of sample.examples.entries()) {
      expect(example).toEqual({ ...originals[index]!, index });
      expect(sample.embeddings(example)).toEqual(dataset.embeddings(originals[index]!));
      const image = await sample.readImage(example, size);
      expect(image).toEqual(await dataset.readImage(originals[index]!, size));
    }
    const table = captionTable(sample, 'test');
    expect(table.count).toBe(20);
    const own = sample.examples[table.examples[7]!]!;
    expect(own.captions).toContain(table.text(7));

    const extractor = await tinyExtractor();
    const quiet = () => undefined;
    const all = await realFeatures(dataset, extractor, quiet);
    const some = await realFeatures(sample, extractor, quiet);
    const rows = originals.map(({ index }) => index);
    const expected = selectRows(all.rows, rows).data;
    some.rows.data.forEach((value, at) => expect(value).toBeCloseTo(expected[at]!, 5));
    expect(some.identity).not.toEqual(all.identity);
    expect((await readdir(join(data, 'evaluation'))).sort()).toEqual([
      '20-images',
      `${extractor.name}.safetensors`,
    ]);
    extractor.dispose();
    await dataset.close();
  });
});
