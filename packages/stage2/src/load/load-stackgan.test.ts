import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import '@tensorflow/tfjs-backend-cpu';
import { createStage1Generator } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createStackGAN,
  createStage2Generator,
  loadStackGAN,
  type LoadProgress,
  type LoadStackGANOptions,
  type StackGANHandlers,
} from '../index.js';

const encoder = {
  name: 'letters',
  dimension: 2,
  hash: 'letters-1',
  embed: (captions: string[]) =>
    Promise.resolve(
      Float32Array.from(captions.flatMap((text) => [text.length / 10, text.charCodeAt(0) / 100])),
    ),
};
const sizes = { textDim: 2, conditionDim: 3, seed: 1 };
const networks: Record<'stage1' | 'stage2', LayersModel> = {
  stage1: withContrast(createStage1Generator({ gf: 2, latentDim: 4, ...sizes })),
  stage2: withContrast(
    createStage2Generator({ gf: 2, imageSize: 128, residualBlocks: 0, ...sizes }),
  ),
};
const index = { format: 1, stage1: 'stage1', stage2: 'stage2', encoder: identity(encoder) };

let folder: string;
let server: Server;
let address: string;

beforeAll(async () => {
  await tf.setBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'stackgan-load-'));
  for (const [name, model] of Object.entries(networks)) {
    const { weightData, weightSpecs, modelTopology } = await artifactsOf(model);
    const bytes = new Uint8Array(weightData as ArrayBuffer);
    const half = Math.floor(bytes.length / 2);
    // Two shards that cut a number in two.
    const weightsManifest = [{ paths: ['a.bin', 'b.bin'], weights: weightSpecs }];
    await write(`${name}/model.json`, JSON.stringify({ modelTopology, weightsManifest }));
    await write(`${name}/a.bin`, bytes.slice(0, half - 1));
    await write(`${name}/b.bin`, bytes.slice(half - 1));
  }
  await write('stackgan.json', JSON.stringify(index));
  server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/app/')) response.end('<!doctype html><title>every address</title>');
    else if (url.startsWith('/secret/')) response.writeHead(403).end();
    else
      readFile(join(folder, url.replace('/model/', '/'))).then(
        (body) => response.end(body),
        () => response.writeHead(404).end(),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => vi.unstubAllGlobals());
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true });
});

describe('loadStackGAN', () => {
  it.each([
    ['a folder', () => folder],
    ['a file: URL', () => pathToFileURL(folder)],
    ['a web address', () => `${address}/model`],
    ['handlers', () => handlers()],
  ])('draws with the networks of %s', async (_, source) => {
    const before = tf.memory().numTensors;
    const stackgan = await loadStackGAN(source(), { encoder, backend: 'cpu' });
    const picture = await stackgan.generate('a dog', { seed: 3 });
    const expected = await createStackGAN({ ...networks, encoder }).generate('a dog', { seed: 3 });
    for (const [drawn, wanted] of [
      [picture, expected.images],
      [picture.stage1, expected.stage1],
    ] as const) {
      const tensor = drawn.toTensor();
      expect(tensor.shape).toEqual(wanted.shape.slice(1));
      expect([...tensor.dataSync()]).toEqual([...wanted.dataSync()]);
      tensor.dispose();
    }
    expect(stackgan.imageSize).toBe(128);
    tf.dispose([expected.images, expected.stage1]);
    picture.dispose();
    stackgan.dispose();
    stackgan.dispose();
    expect(tf.memory().numTensors).toBe(before);
    await expect(stackgan.generate('a dog')).rejects.toThrow(/StackGAN was disposed of/);
  });

  it('draws the same of the same caption and seed, another picture of others', async () => {
    const stackgan = await loadStackGAN(folder, { encoder });
    const draw = async (caption: string, seed: number) => {
      const picture = await stackgan.generate(caption, { seed });
      const tensors = [picture.stage1.toTensor(), picture.toTensor()];
      const values = tensors.map((tensor) => tensor.dataSync() as Float32Array);
      tf.dispose(tensors);
      picture.dispose();
      return values;
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
    await copy('stage1', 'cut/stage1');
    await copy('stage2', 'cut/stage2');
    await write('cut/stackgan.json', JSON.stringify(truncated));
    const cut = await loadStackGAN(join(folder, 'cut'), { encoder });
    const own = createStackGAN({ ...networks, encoder, conditionNoise: 'truncated' });
    const whole = createStackGAN({ ...networks, encoder });
    // One of these seeds has an ε beyond ±2.
    let apart = 0;
    for (const seed of [0, 1, 2, 3, 4, 5]) {
      const picture = await cut.generate('a dog', { seed });
      const expected = await own.generate('a dog', { seed });
      const tensor = picture.toTensor();
      expect([...tensor.dataSync()]).toEqual([...expected.images.dataSync()]);
      const other = await whole.generate('a dog', { seed });
      const drawn = [tensor, other.images].map((each) => each.dataSync() as Float32Array);
      if (difference(drawn[0]!, drawn[1]!) > 0) apart += 1;
      tf.dispose([tensor, expected.images, expected.stage1, other.images, other.stage1]);
      picture.dispose();
    }
    expect(apart).toBeGreaterThan(0);
    cut.dispose();
  });

  it('reads a trainer snapshot from before there was an index', async () => {
    const old = join(folder, 'old');
    await copy('stage2', 'old/generator-average');
    await copy('stage1', 'old/stage1');
    await write('old/options.json', JSON.stringify({ ...index, options: { stage: 2 } }));
    const stackgan = await loadStackGAN(old, { encoder });
    expect(stackgan.imageSize).toBe(128);
    stackgan.dispose();
    await copy('stage2', 'oldexport/stage2');
    await copy('stage1', 'oldexport/stage1');
    await write('oldexport/options.json', JSON.stringify({ ...index, options: { stage: 2 } }));
    (await loadStackGAN(join(folder, 'oldexport'), { encoder })).dispose();
  });

  it('tells progress that rises to 100', async () => {
    const events: LoadProgress[] = [];
    const onProgress = (event: LoadProgress) => events.push(event);
    (await loadStackGAN(`${address}/model/`, { encoder, onProgress })).dispose();
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
      const loading = loadStackGAN(address, { encoder, onProgress, signal: controller.signal });
      await expect(loading).rejects.toBe(reason);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('throws the reason of a signal that is aborted before', async () => {
    const reason = new Error('never');
    await expect(loadStackGAN(folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('loadStackGAN says what is wrong with the model', () => {
  const fails = async (source: string | StackGANHandlers, options: LoadStackGANOptions = {}) => {
    const before = tf.memory().numTensors;
    const error = await loadStackGAN(source, { encoder, ...options }).then(
      () => undefined,
      (reason: unknown) => reason as Error & Record<string, unknown>,
    );
    expect(tf.memory().numTensors).toBe(before);
    return error!;
  };

  it.each([
    ['/none/', 'missing', /none\/ has no stackgan\.json; give a snapshot of the trainer/],
    ['/app/', 'notJson', /app\/stackgan\.json is a page, not JSON; is the model there\?/],
    ['/secret', 'unreachable', /secret\/stackgan\.json answered 403; is the address right/],
  ])('at %s', async (path, fault, message) => {
    const error = await fails(address + path);
    expect(error).toMatchObject({ name: 'ModelSourceError', fault });
    expect(error['source']).toContain(address + path);
    expect(error.message).toMatch(message);
  });

  it('where nobody answers', async () => {
    const error = await fails('http://127.0.0.1:1/model');
    expect(error).toMatchObject({ name: 'ModelSourceError', fault: 'unreachable' });
    expect(error.message).toMatch(
      /^http:\/\/127\.0\.0\.1:1\/model\/stackgan\.json cannot be fetched/,
    );
  });

  it.each([
    ['{"format":1', 'notJson', /stackgan\.json is not whole JSON/],
    ['{}', 'damaged', /has no format/],
    ['{"format":2}', 'newerFormat', /reads up to 1; install a newer/],
    ['{"format":1,"stage1":"../x"}', 'damaged', /stage1 "\.\.\/x"; it must be the name of a/],
    ['{"format":1,"stage1":"stage1"}', 'wrongStage', /has no Stage-II generator/],
    ['{"format":1,"stage2":"stage2"}', 'wrongStage', /has no Stage-I generator/],
    ['{"format":1,"encoder":{}}', 'damaged', /encoder without name/],
    ['{"format":1,"conditionNoise":"pink"}', 'damaged', /it is truncated, none or left out/],
    [
      JSON.stringify({ ...index, stage2: 'gone' }),
      'missing',
      /gone[/\\]model\.json is not there; give a snapshot/,
    ],
    [
      JSON.stringify({ ...index, stage1: 'stage2', stage2: 'stage1' }),
      'wrongStage',
      /as Stage-I is another network \(its inputs are stage1_image/,
    ],
  ])('with the index %s', async (text, fault, message) => {
    const place = join(folder, 'odd');
    for (const stage of ['stage1', 'stage2']) await copy(stage, `odd/${stage}`);
    await write('odd/stackgan.json', text);
    const error = await fails(place);
    expect(error).toMatchObject({ name: 'ModelSourceError', fault });
    expect(error.message).toMatch(message);
    expect(error.message).toContain(place);
  });

  it('with weights that are cut off, or a topology that is none', async () => {
    const place = join(folder, 'cut');
    for (const stage of ['stage1', 'stage2']) await copy(stage, `cut/${stage}`);
    await write('cut/stackgan.json', JSON.stringify(index));
    await write('cut/stage2/b.bin', '');
    expect((await fails(place)).message).toMatch(/stage2 are \d+ bytes, its model\.json says/);
    await write('cut/stage2/model.json', '{"modelTopology":{},"weightsManifest":[]}');
    await write('cut/stage2/a.bin', '');
    expect((await fails(place)).message).toMatch(/Stage-II of .*cut cannot be built/);
    await write('cut/stage2/model.json', '[]');
    expect((await fails(place)).message).toMatch(/is no layers model/);
  });

  it('when its encoder is another, or is not here', async () => {
    const other = await fails(folder, { encoder: { ...encoder, name: 'mine', hash: 'mine-1' } });
    expect(other).toMatchObject({ name: 'WrongEncoderError', expected: { hash: 'letters-1' } });
    expect(other.message).toBe(
      `${folder} learned with encoder "letters" (2 numbers, hash letters-), the option encoder is ` +
        'encoder "mine" (2 numbers, hash mine-1); give the one that it learned with',
    );
    const wide = await fails(folder, { encoder: { ...encoder, dimension: 3 } });
    expect(wide.name).toBe('WrongEncoderError');

    const required = await fails(folder, { encoder: undefined as never });
    expect(required).toMatchObject({ name: 'EncoderRequiredError', encoder: { name: 'letters' } });
    expect(required.message).toMatch(/"letters" .*; give it as the option encoder/);
    const unsaid = await fails(handlers(), { encoder: undefined as never });
    expect(unsaid.message).toMatch(/handlers does not say which text encoder/);
  });

  it('and asks a browser for the address of the sentence encoder', async () => {
    const name = 'universal-sentence-encoder-lite';
    await write(
      'use/stackgan.json',
      JSON.stringify({ ...index, encoder: { ...identity(encoder), name } }),
    );
    for (const stage of ['stage1', 'stage2']) await copy(stage, `use/${stage}`);
    vi.stubGlobal('process', undefined);
    vi.stubGlobal('location', { href: `${address}/page.html` });
    const error = await loadStackGAN('model/use').catch((reason: Error) => reason);
    vi.unstubAllGlobals();
    expect(error).toMatchObject({ name: 'EncoderRequiredError' });
    expect((error as Error).message).toMatch(
      /give the option encoder: the address of the folder dist/,
    );
  });

  it('when there is no such backend', async () => {
    const error = await fails(folder, { backend: 'webgl' });
    expect(error).toMatchObject({ name: 'BackendMissingError', backend: 'webgl' });
    expect(error.message).toMatch(
      /no backend "webgl" to run .* on \(there are: cpu\); import one first, such as '@tensorflow\/tfjs-backend-webgl'/,
    );
  });
});

/**
 * Kernels wide enough that what comes in shows in the picture. Fresh ones are so narrow that all of it is of one grey,
 * whatever the caption and the seed.
 */
function withContrast(model: LayersModel): LayersModel {
  for (const weight of model.trainableWeights.filter(({ shape }) => shape.length > 1)) {
    const kernel = weight.read();
    const inputs = kernel.size / kernel.shape.at(-1)!;
    // From a deviation of 0.02 to twice the one that would keep the signal's.
    weight.write(tf.mul(kernel, 2 / Math.sqrt(inputs) / 0.02));
  }
  return model;
}

const average = (values: Float32Array) => values.reduce((sum, x) => sum + x, 0) / values.length;

function deviation(values: Float32Array): number {
  const middle = average(values);
  return Math.sqrt(average(values.map((x) => (x - middle) ** 2)));
}

const difference = (first: Float32Array, second: Float32Array): number =>
  average(first.map((x, index) => Math.abs(x - second[index]!)));

function identity({ name, dimension, hash }: typeof encoder) {
  return { name, dimension, hash };
}

async function artifactsOf(model: LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts = {};
  const modelArtifactsInfo = { dateSaved: new Date(), modelTopologyType: 'JSON' as const };
  await model.save({
    save: (artifacts) => Promise.resolve(((saved = artifacts), { modelArtifactsInfo })),
  });
  return saved;
}

function handlers(): StackGANHandlers {
  const { stage1, stage2 } = networks;
  return {
    stage1: { load: () => artifactsOf(stage1) },
    stage2: { load: () => artifactsOf(stage2) },
  };
}

async function write(file: string, data: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, file, '..'), { recursive: true });
  await writeFile(join(folder, file), data);
}

async function copy(from: string, to: string): Promise<void> {
  for (const file of ['model.json', 'a.bin', 'b.bin']) {
    await write(`${to}/${file}`, await readFile(join(folder, from, file)));
  }
}
