import '@tensorflow/tfjs-backend-cpu';
import { type HostTensor, writeSafetensors } from '@stackgan/formats';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LoadedCaptionEncoder } from '../caption-encoder.js';
import type { EncoderFiles } from '../encoder-folder/encoder-files.js';
import { loadEncoder } from '../encoder-folder/load-encoder.js';
import { CaptionError } from '../errors.js';
import { sha256 } from '../sha256.js';
import { packProjection } from './projection-files.js';
import { projectionShapes } from './projection.js';

const base = { name: 'letters', dimension: 3, hash: 'a'.repeat(64) };
const sizes = { hidden: 5, dimension: 2 };

/** The codes of the first letters of a caption. */
const loadBase = (changed: Partial<LoadedCaptionEncoder> = {}) =>
  Promise.resolve<LoadedCaptionEncoder>({
    ...base,
    embed: (captions) =>
      Promise.resolve(Float32Array.from(captions.flatMap((text) => lettersOf(text)))),
    unknownShare: () => 1 / 4,
    validate: (caption) => {
      if (caption === '') throw new CaptionError('empty', caption);
    },
    dispose: () => undefined,
    ...changed,
  });
const lettersOf = (text: string) => [0, 1, 2].map((at) => (text.charCodeAt(at) - 100) / 10);

const random = new SeededRandom(0);
const weights = Object.fromEntries(
  [...projectionShapes({ ...sizes, inputs: 3 })].map(([name, shape]): [string, HostTensor] => {
    const length = shape.reduce((product, size) => product * size, 1);
    return [name, { dtype: 'float32', shape, data: random.fillNormal(new Float32Array(length)) }];
  }),
);
const about = { name: 'mine', source: 'a test', base, sizes };
let files: EncoderFiles;
beforeAll(async () => {
  await tf.setBackend('cpu');
  files = await packProjection({ ...about, weights });
});

/** x · W' + b of one layer. */
const linear = (layer: string, input: readonly number[]): number[] => {
  const { data, shape } = weights[`${layer}.weight`]!;
  return Array.from(weights[`${layer}.bias`]!.data as Float32Array, (bias, row) =>
    input.reduce((sum, value, i) => sum + value * (data[row * shape[1]! + i] as number), bias),
  );
};

const changed = (fields: object): EncoderFiles => {
  const text = new TextDecoder().decode(files['encoder.json']);
  const description = { ...(JSON.parse(text) as object), ...fields };
  return { ...files, 'encoder.json': new TextEncoder().encode(JSON.stringify(description)) };
};

describe('a projection', () => {
  it('embeds as plain loops do, keeps what the base says of captions, and frees everything', async () => {
    const before = tf.memory().numTensors;
    let isFreed = false;
    const encoder = await loadEncoder(files, {
      loadBase: () => loadBase({ dispose: () => (isFreed = true) }),
    });
    expect(encoder).toMatchObject({ name: 'mine', dimension: 2 });
    const captions = Array.from({ length: 1100 }, (_, i) => `${i} birds`);
    const embeddings = await encoder.embed(captions);
    expect(embeddings.length).toBe(2200);
    for (const row of [0, 1, 1023, 1024, 1099]) {
      const hidden = linear('hidden', lettersOf(captions[row]!)).map((x) => Math.max(0, x));
      for (const [i, expected] of linear('output', hidden).entries()) {
        expect(embeddings[row * 2 + i]).toBeCloseTo(expected, 4);
      }
    }
    expect(encoder.unknownShare!('x')).toBe(1 / 4);
    expect(() => encoder.validate!('')).toThrow('empty');
    encoder.dispose();
    expect(isFreed).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('has another hash for other weights, and the same for another name', async () => {
    const hashOf = async (given: EncoderFiles) => (await loadEncoder(given, { loadBase })).hash;
    const hash = await hashOf(files);
    expect(hash).toMatch(/^[0-9a-f]{64}$/u);
    expect(await hashOf(changed({ name: 'other' }))).toBe(hash);
    const bias: HostTensor = { dtype: 'float32', shape: [2], data: new Float32Array(2) };
    const other = await packProjection({ ...about, weights: { ...weights, 'output.bias': bias } });
    expect(await hashOf(other)).not.toBe(hash);
  });

  it('refuses another base, and frees it', async () => {
    const before = tf.memory().numTensors;
    let freed = 0;
    for (const other of [{ hash: 'b'.repeat(64) }, { dimension: 4 }]) {
      const dispose = () => void freed++;
      const loading = loadEncoder(files, { loadBase: () => loadBase({ ...other, dispose }) });
      await expect(loading).rejects.toMatchObject({ name: 'EncoderError' });
      await expect(loading).rejects.toThrow(
        /mine was trained on embeddings of letters \(aaaaaaaa\), but got those of letters/u,
      );
    }
    expect(freed).toBe(2);
    const failing = () => Promise.reject(new Error('no base'));
    await expect(loadEncoder(files, { loadBase: failing })).rejects.toThrow('no base');
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ kind: 'sentence' }, 'has kind "sentence", expected "char-cnn-rnn" or "projection"'],
    [{ format: 2 }, 'has format 2, this version reads up to 1; install a newer @stackgan/text'],
    [{ name: '' }, 'has name ""'],
    [{ base: null }, 'has base.name missing'],
    [{ base: { ...base, hash: 'x' } }, 'has base.hash "x", expected 64 hex digits'],
    [{ base: { ...base, dimension: 4 } }, 'hidden.weight is [5,3], expected [5,4]'],
    [{ sizes: [1] }, 'has sizes.hidden missing, expected a size'],
    [{ sizes: { hidden: 5, dimension: 1e300 } }, 'has sizes.dimension 1e+300'],
    [{ sizes: { hidden: 2 ** 50, dimension: 2 } }, 'do not fit a projection from 3 over'],
    [{ sha256: '0'.repeat(64) }, 'is not the file that encoder.json describes'],
  ])('refuses encoder.json with %j', async (fields, message) => {
    const before = tf.memory().numTensors;
    const loading = loadEncoder(changed(fields), { loadBase });
    await expect(loading).rejects.toMatchObject({ name: 'EncoderError' });
    await expect(loading).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('loads or refuses an encoder.json with any other byte', async () => {
    const original = files['encoder.json'];
    const mutation = fc.record({
      at: fc.nat(original.length - 1),
      byte: fc.oneof(fc.constantFrom(...Buffer.from('"{}[],:-0e')), fc.nat(255)),
    });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ at, byte }) => {
        const bytes = Uint8Array.from(original, (value, i) => (i === at ? byte : value));
        try {
          (await loadEncoder({ ...files, 'encoder.json': bytes }, { loadBase })).dispose();
        } catch (error) {
          expect(error).toMatchObject({ name: 'EncoderError' });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('refuses weights that are damaged or of another network', async () => {
    const withWeights = async (content: Record<string, HostTensor>) => {
      const bytes = new Uint8Array(writeSafetensors(content));
      const file = changed({ sha256: await sha256(bytes) });
      return loadEncoder({ ...file, 'weights.safetensors': bytes }, { loadBase });
    };
    const { 'output.bias': bias, ...others } = weights;
    expect(bias).toBeDefined();
    await expect(withWeights(others)).rejects.toThrow('output.bias is missing');
    const damaged: HostTensor = { dtype: 'float32', shape: [2], data: Float32Array.of(0, NaN) };
    await expect(withWeights({ ...weights, 'output.bias': damaged })).rejects.toThrow(
      'damaged: output.bias [2] holds NaN at [1]',
    );
    await expect(packProjection({ ...about, weights: others })).rejects.toThrow('is missing');
  });
});
