import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import {
  createStackGAN,
  folderStore,
  type GenerateProgress,
  loadStackGAN,
  type LoadProgress,
  memoryStore,
  webStore,
} from '../index.js';
import { valuesOf } from '../../test-support/values-of.js';
import {
  encoder,
  handlers,
  index,
  networks,
  servedModel,
} from '../../test-support/served-model.js';

const model = servedModel();

describe('loadStackGAN', () => {
  it.each([
    ['a folder', () => model.folder],
    ['a file: URL', () => pathToFileURL(model.folder)],
    ['a web address', () => `${model.address}/model`],
    ['handlers', () => handlers()],
    ['a folder store', () => folderStore(model.folder)],
    ['a web store', () => webStore(`${model.address}/model`)],
    ['a memory store', () => memoryStore(model.files())],
    [
      'a store of its own',
      () => ({ get: (path: string) => Promise.resolve(model.files().get(path)) }),
    ],
  ])('draws with the networks of %s', async (_, source) => {
    const before = tf.memory().numTensors;
    const stackgan = await loadStackGAN(source(), { encoder, backend: 'cpu' });
    const image = await stackgan.generate('a dog', { seed: 3 });
    const expected = await createStackGAN({ ...networks, encoder }).generate('a dog', { seed: 3 });
    expect(valuesOf(image)).toEqual(valuesOf(expected));
    expect(valuesOf(image.stage1)).toEqual(valuesOf(expected.stage1));
    expect([image.width, image.stage1.width, stackgan.imageSize]).toEqual([128, 64, 128]);
    stackgan.dispose();
    stackgan.dispose();
    expect(tf.memory().numTensors).toBe(before);
    await expect(stackgan.generate('a dog')).rejects.toThrow(/StackGAN was disposed of/);
  });

  it('sends the query of the address, headers and a fetch of its own with every file', async () => {
    const files = ['stackgan.json', 'stage1/model.json', 'stage2/model.json'];
    const shards = ['stage1/a.bin', 'stage1/b.bin', 'stage2/a.bin', 'stage2/b.bin'];
    const all = [...files, ...shards].map((file) => `/locked/${file}`);
    const asked = async (load: () => Promise<{ dispose(): void }>) => {
      model.asked.length = 0;
      (await load()).dispose();
      return [...model.asked].sort();
    };
    const locked = `${model.address}/locked`;
    const withQuery = all.map((file) => `${file}?token=abc`).sort();
    for (const end of ['?token=abc', '/?token=abc', '/?token=abc#part']) {
      const source = end.includes('#') ? new URL(locked + end) : locked + end;
      expect(await asked(() => loadStackGAN(source, { encoder }))).toEqual(withQuery);
    }
    const requestInit = { headers: { authorization: 'Bearer abc' } };
    expect(await asked(() => loadStackGAN(locked, { encoder, requestInit }))).toEqual(all.sort());
    const own = (address: string, init: RequestInit) => fetch(`${address}?token=abc`, init);
    expect(await asked(() => loadStackGAN(locked, { encoder, fetch: own }))).toEqual(withQuery);
  });

  it('draws the same of the same caption and seed, another image of others', async () => {
    const stackgan = await loadStackGAN(model.folder, { encoder });
    const draw = async (caption: string, seed: number) => {
      const image = await stackgan.generate(caption, { seed });
      return [valuesOf(image.stage1), valuesOf(image)];
    };
    const first = await draw('a dog', 3);
    expect(await draw('a dog', 3)).toEqual(first);
    const [otherSeed, otherCaption] = [await draw('a dog', 4), await draw('Zebras!', 3)];
    // Of Stage-I, then of Stage-II; values are in [-1, 1].
    for (const [stage, values] of first.entries()) {
      expect(deviation(values)).toBeGreaterThan(0.1);
      expect(difference(values, otherSeed[stage]!)).toBeGreaterThan(0.02);
      expect(difference(values, otherCaption[stage]!)).toBeGreaterThan(0.02);
    }
    stackgan.dispose();
  });

  it('draws ε as the index says', async () => {
    const truncated = { ...index, conditionNoise: 'truncated' };
    await model.copy('stage1', 'cut/stage1');
    await model.copy('stage2', 'cut/stage2');
    await model.write('cut/stackgan.json', JSON.stringify(truncated));
    const cut = await loadStackGAN(join(model.folder, 'cut'), { encoder });
    const own = createStackGAN({ ...networks, encoder, conditionNoise: 'truncated' });
    const whole = createStackGAN({ ...networks, encoder });
    // One of these seeds has an ε beyond ±2.
    let apart = 0;
    for (const seed of [0, 1, 2, 3, 4, 5]) {
      const image = await cut.generate('a dog', { seed });
      const expected = await own.generate('a dog', { seed });
      expect(valuesOf(image)).toEqual(valuesOf(expected));
      const other = await whole.generate('a dog', { seed });
      if (difference(valuesOf(image), valuesOf(other)) > 0) apart += 1;
    }
    expect(apart).toBeGreaterThan(0);
    cut.dispose();
  });

  it.each([
    ['truncated', { conditionNoise: 'truncated' }],
    ['none', { conditionNoise: 'none' }],
    ['of each stage', { conditionNoise: { stage1: 'none', stage2: 'truncated' } }],
  ] as const)('draws ε %s from wherever it says so', async (name, { conditionNoise }) => {
    const own = await createStackGAN({ ...networks, encoder, conditionNoise }).generate('a dog', {
      seed: 5,
    });
    const folder = `noise-${name.replaceAll(' ', '-')}`;
    await model.copy('stage1', `${folder}/stage1`);
    await model.copy('stage2', `${folder}/stage2`);
    await model.write(`${folder}/stackgan.json`, JSON.stringify({ ...index, conditionNoise }));
    for (const source of [join(model.folder, folder), { ...handlers(), conditionNoise }]) {
      const stackgan = await loadStackGAN(source, { encoder });
      const image = await stackgan.generate('a dog', { seed: 5 });
      expect(valuesOf(image)).toEqual(valuesOf(own));
      stackgan.dispose();
    }
  });

  it('draws with Stage-I alone, of a folder or a handler, the sketches of both', async () => {
    const both = await createStackGAN({ ...networks, encoder }).generate('a dog', { seed: 3 });
    await model.copy('stage1', 'sketch/stage1');
    await model.write('sketch/stackgan.json', JSON.stringify({ ...index, stage2: undefined }));
    const events: string[] = [];
    for (const source of [join(model.folder, 'sketch'), { stage1: handlers().stage1 }]) {
      const stackgan = await loadStackGAN(source, { encoder });
      expect(stackgan.imageSize).toBe(64);
      const onProgress = ({ type, percent }: GenerateProgress) => events.push(`${type} ${percent}`);
      const image = await stackgan.generate('a dog', { seed: 3, onProgress });
      expect(valuesOf(image)).toEqual(valuesOf(both.stage1));
      expect(image.stage1).toBe(image);
      stackgan.dispose();
    }
    expect(events.slice(0, 3)).toEqual(['encode 0', 'stage1 10', 'stage1 100']);
  });

  it('tells progress that rises to 100', async () => {
    const events: LoadProgress[] = [];
    const onProgress = (event: LoadProgress) => events.push(event);
    (await loadStackGAN(`${model.address}/model/`, { encoder, onProgress })).dispose();
    const percents = events.map(({ percent }) => percent);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect([percents[0], percents.at(-1)]).toEqual([0, 100]);
    expect([...new Set(events.map(({ type }) => type))]).toEqual([
      'download',
      'encoder',
      'compile',
    ]);
    // Bytes are counted as they come: more than a report for each of four files.
    expect(new Set(percents).size).toBeGreaterThan(4);
  });

  it.each(['download', 'encoder', 'compile'] as const)(
    'stops during %s with the reason given, and keeps no tensors',
    async (type) => {
      const before = tf.memory().numTensors;
      const controller = new AbortController();
      const reason = new Error('enough');
      const onProgress = (event: LoadProgress) => event.type === type && controller.abort(reason);
      const loading = loadStackGAN(model.address, {
        encoder,
        onProgress,
        signal: controller.signal,
      });
      await expect(loading).rejects.toBe(reason);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('throws the reason of a signal that is aborted before', async () => {
    const reason = new Error('never');
    await expect(loadStackGAN(model.folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
  });
});

const average = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

function deviation(values: Float32Array): number {
  const middle = average(values);
  return Math.sqrt(average(values.map((x) => (x - middle) ** 2)));
}

const difference = (first: Float32Array, second: Float32Array): number =>
  average(first.map((x, index) => Math.abs(x - second[index]!)));
