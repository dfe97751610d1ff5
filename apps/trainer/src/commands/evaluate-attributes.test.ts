import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EvaluateArguments } from './evaluate.js';
import { learnedReader } from '../evaluation/attributes/learned-reader.js';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { encodeImage } from '../images/image.js';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { evaluate } from './evaluate.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('ort'));

const given = (overrides: Partial<EvaluateArguments>): EvaluateArguments => ({
  ...{ run: undefined, images: undefined, data: undefined, metrics: 'attributes' },
  ...{ samples: 40, seed: 0, features: 768, model: undefined, range: undefined, resize: undefined },
  backend: 'ort',
  ...overrides,
});

async function newRun(folder: string, data: string): Promise<string> {
  const more = { metrics: 'attributes', metricSamples: 20, 'ticks.metrics': 2 };
  const overrides = { data, ...tinyOptions.stage1, ...more, 'optimizer.learningRate': 0.05 };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  return createRun(options, join(folder, 'runs'));
}

describe('attributes of a run', () => {
  it('are measured on the way and afterwards, and kept', async () => {
    const folder = await temporaryFolder();
    const data = await attributeDataset(folder);
    const dataset = await openDataset(data);
    await learnedReader(dataset, () => undefined, { steps: 60, width: 4 });
    await dataset.close();
    const run = await newRun(folder, data);
    await trainRun(run, quietContext());
    const context = quietContext();
    await evaluate(given({ run }), context);

    const evaluations = await readEvaluations(run);
    expect(evaluations.map(({ step, samples }) => [step, samples])).toEqual([
      [2, 20],
      [4, 20],
      [4, 40],
    ]);
    for (const { measurements } of evaluations) {
      const [{ value, interval, attributes }] = measurements as [(typeof measurements)[0]];
      expect(attributes!.attributes.map(({ name, real }) => [name, real])).toEqual([['colour', 1]]);
      expect(value).toBeLessThan(1);
      expect(interval!.low).toBeLessThanOrEqual(value);
      expect(interval!.high).toBeGreaterThanOrEqual(value);
    }
    expect(context.lines.join('\n')).toMatch(
      /\n {4}colour {2}0\.\d\d \(0\.\d\d–\d\.\d\d\), chance/,
    );
    expect(await readFile(join(run, 'report.html'), 'utf8')).toContain(
      'class="metrics attributes"',
    );

    // The same seed draws and reads the same.
    await evaluate(given({ run }), quietContext());
    const [, , third, fourth] = await readEvaluations(run);
    expect(fourth).toEqual(third);
  });

  it('are refused by name before anything is done, where nothing is stated or known', async () => {
    const folder = await temporaryFolder();
    const plain = await tinyDataset(folder);
    await expect(newRun(folder, plain)).rejects.toThrow(
      'attributes: tiny does not say what its training images show',
    );
    const images = join(folder, 'images');
    await mkdir(images);
    for (let i = 0; i < 12; i++) {
      const image = { size: 64, data: Uint8Array.from({ length: 12288 }, (_, k) => k + i) };
      await writeFile(join(images, `${i}.png`), await encodeImage(image));
    }
    const data = await attributeDataset(folder);
    await expect(evaluate(given({ images, data }), quietContext())).rejects.toThrow(
      'attributes needs to know the captions of the images: leave it out of --metrics',
    );
  });
});
