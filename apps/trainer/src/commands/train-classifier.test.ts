import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TrainClassifierArguments } from './train-classifier.js';
import { encodeImage } from '../images/image.js';
import { quietContext, temporaryFolder, tinyDataset } from '../testing/tiny.js';
import { writeExtractor } from '../testing/write-extractor.js';
import { evaluate } from './evaluate.js';
import { trainClassifier } from './train-classifier.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('ort'));

async function prepared({ classes = 3 } = {}) {
  const folder = await temporaryFolder();
  const data = await tinyDataset(folder, { count: 30, classes, sizes: [64] });
  const model = await writeExtractor(folder);
  const given = { data, features: 768, model, range: '-1,1', backend: 'ort' } as const;
  const train = async (more: Partial<TrainClassifierArguments> = {}) => {
    const context = quietContext();
    await trainClassifier({ ...given, ...more }, context);
    return context.lines.join('\n');
  };
  return { folder, given, train };
}

describe('classifier train', () => {
  it('learns it, says how good it is, and reads it the next time', async () => {
    const { given, train } = await prepared();
    const path = join(given.data, 'evaluation', 'classifier-model-12.safetensors');
    const first = await train();
    expect(first).toMatch(/tiny: 30 of 30 images/);
    expect(first).toMatch(/classifier of tiny on model-12, trained now/);
    expect(first).toMatch(/held-out accuracy +\d+\.\d %\n +chance +\d+\.\d %/);
    // 23 are of the training split, and a tenth of them is held out.
    expect(first).toMatch(/classes +3\n +images +21 learned from, 2 held out/);
    expect(first).toContain(`kept in            ${path}`);

    const kept = await readFile(path);
    const second = await train();
    expect(second).not.toMatch(/tiny: /);
    expect(second.replace('trained before', 'trained now')).toContain(numbersOf(first));
    expect((await readFile(path)).equals(kept)).toBe(true);

    // Through another filter it is another one.
    const other = await train({ resize: 'tf1-bilinear' });
    expect(other).toMatch(/on model-12-tf1-bilinear, trained now/);
    expect((await readFile(path)).equals(kept)).toBe(true);
  });

  it('is the one that evaluate takes', async () => {
    const { folder, given, train } = await prepared();
    const trained = await train();
    const images = join(folder, 'images');
    await mkdir(images);
    const dataset = await openDataset(given.data);
    for (const example of dataset.examples.slice(0, 12)) {
      const image = { size: 64, data: await dataset.readImage(example, 64) };
      image.data[0]! ^= 1; // Blank images are refused.
      await writeFile(join(images, `${example.id}.png`), await encodeImage(image));
    }
    await dataset.close();
    const file = /kept in +(.*)/.exec(trained)![1]!;
    const kept = await readFile(file);
    const context = quietContext();
    const options = { run: undefined, images, metrics: 'is', samples: 12, seed: 0 };
    await evaluate({ ...given, ...options }, context);
    const said = context.lines.join('\n');
    expect(said).not.toMatch(/tiny: /);
    const accuracy = Number(/held-out accuracy +(\S+)/.exec(trained)![1]);
    expect(said).toContain(`(${accuracy.toFixed(0)} % of 2 held-out images right`);
    expect((await readFile(file)).equals(kept)).toBe(true);
  });

  it.each([
    ['one class', 1],
    ['a class for each image', 30],
  ])('refuses %s before it measures anything, and so does evaluate', async (_, classes) => {
    const { folder, given, train } = await prepared({ classes });
    const noClasses = {
      name: 'UsageError',
      message: expect.stringMatching(/^tiny has no classes, so .*; prepare it with/) as string,
    };
    await expect(train()).rejects.toMatchObject(noClasses);
    const images = join(folder, 'images');
    await mkdir(images);
    const image = { size: 64, data: new Uint8Array(64 * 64 * 3).map((_, i) => i) };
    for (let i = 0; i < 10; i++) {
      await writeFile(join(images, `${i}.png`), await encodeImage(image));
    }
    const context = quietContext();
    const options = { run: undefined, images, metrics: 'is', samples: 10, seed: 0 };
    await expect(evaluate({ ...given, ...options }, context)).rejects.toMatchObject(noClasses);
    expect(context.lines.join('\n')).not.toMatch(/images/);
  });

  it('refuses a filter without a network of the user, and a folder without data', async () => {
    const { train } = await prepared();
    await expect(train({ model: undefined, resize: 'tf1-bilinear' })).rejects.toThrow(
      /--extractor-(range|resize) .* is for a network of yours/,
    );
    await expect(train({ data: 'nowhere' })).rejects.toThrow(/No data set in nowhere/);
  });
});

const numbersOf = (said: string) => said.slice(said.indexOf('classifier of tiny'));
