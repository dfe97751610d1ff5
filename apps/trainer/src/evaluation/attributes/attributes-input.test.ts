import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { SquareImage } from '../../images/image.js';
import { attributeDataset } from '../../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyDataset, tinyExtractor } from '../../testing/tiny.js';
import { captionTable } from '../caption-table.js';
import { evaluateImages } from '../evaluate-images.js';
import { evaluationTable } from '../../records/evaluation-table.js';
import type { ImageSet } from '../../images/image-set.js';
import { learnedReader } from './learned-reader.js';
import { metricsFor } from './require-attributes.js';
import { squareImages } from './square-images.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

/** Enough for squares. */
const quick = { steps: 60, width: 4 };

/**
 * Images "drawn" of the first captions of all held-out examples: what `draw` shows of the example
 * at a position.
 */
function drawn(
  dataset: PreparedDataset,
  side: number,
  draw: (position: number, count: number) => number,
): ImageSet {
  const held = dataset.examples.filter(({ split }) => split === 'test');
  return {
    name: 'drawn',
    count: held.length,
    async *batches() {
      const shown = held.map((_, i) => held[draw(i, held.length)]!);
      const images: SquareImage[] = await squareImages(dataset, shown, side);
      yield { images, captions: held.map((_, i) => 2 * i) };
    },
  };
}

describe('the metric attributes', () => {
  it('is 1 for what captions state and below chance for what they do not, at any size; learns once', async () => {
    const data = await attributeDataset(await temporaryFolder());
    const dataset = await openDataset(data);
    const extractor = await tinyExtractor();
    const said: string[] = [];
    const reader = await learnedReader(dataset, (what) => void said.push(what), quick);
    expect(new Set(said)).toEqual(new Set(['reading images', 'learning to read attributes']));
    expect(reader.attributes.map(({ name, values }) => [name, values])).toEqual([
      ['colour', ['red', 'green', 'blue']],
      ['frame', ['grey']],
      ['constructor', ['Lego']],
    ]);
    expect(reader.attributes[0]).toMatchObject({ heldOut: 4, heldOutAccuracy: 1 });
    // From now on it is read.
    expect(await learnedReader(dataset, () => expect.unreachable())).toEqual(reader);
    expect(await readdir(join(data, 'evaluation'))).toEqual(['attributes.safetensors']);

    const table = captionTable(dataset, 'test');
    const evaluator = { dataset, extractor, ...quietContext() };
    const measure = (set: ImageSet) =>
      evaluateImages({ set, table, seed: 0, names: ['attributes'] }, evaluator);
    const right = await measure(drawn(dataset, 64, (i) => i));
    expect(right).toMatchObject({ extractor: 'no features', samples: 12 });
    const [one] = right.measurements;
    expect(one).toMatchObject({
      ...{ name: 'Attributes', value: 1, interval: { low: 1, high: 1 }, better: 'higher' },
      attributes: {
        statements: 12,
        attributes: [
          { name: 'colour', count: 12, accuracy: 1, chance: 4 / 12, real: 1, scaled: 1 },
        ],
        leftOut: [
          { name: 'frame', reason: 'it has one value, grey' },
          { name: 'constructor', reason: 'it has one value, Lego' },
        ],
      },
    });
    expect(one!.protocol).toContain('real images of the same captions at 64×64');
    const large = await measure(drawn(dataset, 128, (i) => i));
    expect(large.measurements[0]).toMatchObject({ value: 1 });
    expect(large.measurements[0]!.protocol).toContain('at 128×128');
    // The image of the next caption, which is of another colour.
    const wrong = await measure(drawn(dataset, 64, (i, count) => (i + 1) % count));
    expect(wrong.measurements[0]!.value).toBeCloseTo(-0.5, 6);

    const lines = evaluationTable(wrong).split('\n');
    expect(lines[1]).toMatch(
      /^ {2}Attributes {2}-0\.50 \(-\d\.\d\d–-?\d\.\d\d\) .*higher is better/,
    );
    expect(lines.slice(2, 4)).toEqual([
      '    colour  0.00 (0.00–0.24), chance 0.33, real 1.00; stated of 12 images',
      '    frame is left out: it has one value, grey',
    ]);
    // No features were made for it.
    expect(await readdir(join(data, 'evaluation'))).toEqual(['attributes.safetensors']);
    extractor.dispose();
    await dataset.close();
  });

  it('learns anew from other data', async () => {
    const [one, other] = [await temporaryFolder(), await temporaryFolder()];
    const learn = async (data: string) => {
      const said = new Set<string>();
      const dataset = await openDataset(data);
      await learnedReader(dataset, (what) => void said.add(what), { steps: 1, width: 1 });
      await dataset.close();
      return said;
    };
    const [first, second] = [
      await attributeDataset(one),
      await attributeDataset(other, { count: 52 }),
    ];
    expect(await learn(first)).toContain('learning to read attributes');
    await cp(join(first, 'evaluation'), join(second, 'evaluation'), { recursive: true });
    expect(await learn(second)).toContain('learning to read attributes');
  });

  it('is measured by default where the data allow it, and refused by name elsewhere', async () => {
    const folder = await temporaryFolder();
    const [with_, without] = [
      await openDataset(await attributeDataset(folder)),
      await openDataset(await tinyDataset(folder)),
    ];
    expect(metricsFor(with_).at(-1)).toBe('attributes');
    expect(metricsFor(without)).not.toContain('attributes');
    const extractor = await tinyExtractor();
    const measure = (dataset: PreparedDataset, table?: ReturnType<typeof captionTable>) =>
      evaluateImages(
        {
          ...{ set: { ...drawn(dataset, 64, (i) => i), count: 12 }, seed: 0, table },
          names: ['attributes'],
        },
        { dataset, extractor, ...quietContext() },
      );
    await expect(measure(without, captionTable(without, 'test'))).rejects.toThrow(
      /^attributes: tiny does not say what its training images show; prepare avatars or cub, or a folder/,
    );
    await expect(measure(with_)).rejects.toThrow(
      'attributes needs to know the captions of the images: leave it out of --metrics for a folder',
    );
    extractor.dispose();
    await with_.close();
    await without.close();
  });
});
