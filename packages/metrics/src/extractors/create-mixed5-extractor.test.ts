import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { ortStatistics, registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMixed5Extractor } from './create-mixed5-extractor.js';
import { fetchMixed5Weights, readMixed5Weights } from './mixed5-weights.js';

const read = (path: string): Buffer => readFileSync(new URL(`../../${path}`, import.meta.url));
/** Made by PyTorch of the same weights, see fixtures/make-mixed5.py. */
const expected = JSON.parse(read('fixtures/mixed5.json').toString()) as Record<number, number[][]>;

/** The fixture's image `n`, [1, 299, 299, 3] in [-1, 1]. */
function image(n: number): tf.Tensor4D {
  const wave = (y: number, x: number, c: number): number =>
    0.7 * Math.sin(0.05 * (n + 1) * x + c) * Math.cos(0.03 * y * (c + 1) + n) +
    0.3 * Math.sin((x * y) / 50);
  const size = 299;
  const numbers = Float32Array.from({ length: size * size * 3 }, (_, i) =>
    wave(Math.floor(i / (size * 3)), Math.floor(i / 3) % size, i % 3),
  );
  return tf.tensor4d(numbers, [1, size, size, 3]);
}

/** The distance of two vectors, as a part of the second one's length. */
function relative(actual: ArrayLike<number>, wanted: readonly number[]): number {
  const difference = wanted.map((value, i) => actual[i]! - value);
  return Math.hypot(...difference) / Math.hypot(...wanted);
}

describe('on the backend ort', () => {
  beforeAll(async () => {
    registerOrtBackend();
    await tf.setBackend('ort');
  });

  it.each([64, 192, 768] as const)('gives the %d features of PyTorch', async (features) => {
    const before = tf.memory().numTensors;
    const extractor = await createMixed5Extractor({ features });
    expect(extractor).toMatchObject({ features, imageSize: [299, 299] });
    const images = tf.tidy(() => tf.concat([0, 1, 2].map(image)));
    const made = extractor.extract(images);
    expect(made.shape).toEqual([3, features]);
    for (const [n, row] of (await made.array()).entries()) {
      expect(relative(row, expected[features]![n]!)).toBeLessThan(1e-5);
    }
    tf.dispose([images, made]);
    extractor.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('resizes, gives the same in any batch, and computes nothing on the cpu backend', async () => {
    const extractor = await createMixed5Extractor({ features: 768 });
    const small = tf.randomUniform([3, 24, 32, 3], -1, 1, 'float32', 1) as tf.Tensor4D;
    const together = extractor.extract(small);
    const alone = extractor.extract(tf.slice(small, 2, 1));
    expect(relative(await alone.data(), (await together.array())[2]!)).toBeLessThan(1e-5);
    expect(ortStatistics().fallbacks).toEqual({});
    tf.dispose([small, together, alone]);
    extractor.dispose();
  });
});

describe('on the backend cpu, with weights by HTTP', () => {
  const server = createServer((request, response) => response.end(read(request.url!)));
  let address: string;
  beforeAll(async () => {
    await tf.setBackend('cpu');
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/weights/`;
  });
  afterAll(() => void server.close());

  it('gives the same', async () => {
    const extractor = await createMixed5Extractor({
      features: 64,
      loadWeights: () => fetchMixed5Weights(address),
    });
    const made = await extractor.extract(image(1)).data();
    expect(relative(made, expected[64]![1]!)).toBeLessThan(1e-5);
    extractor.dispose();
  });

  it('has a name and a hash of its own for each layer, and for another filter', async () => {
    const names = new Set<string>();
    const hashes = new Set<string>();
    for (const features of [64, 192, 768] as const) {
      const extractor = await createMixed5Extractor({ features });
      names.add(extractor.name);
      hashes.add(extractor.hash);
      extractor.dispose();
    }
    expect([...names]).toEqual(['fid-pool1-64', 'fid-pool2-192', 'fid-mixed5-768']);
    const other = await createMixed5Extractor({ features: 64, resize: 'tf1-bilinear' });
    expect(other.name).toBe('fid-pool1-64-tf1-bilinear');
    other.dispose();
    expect(hashes.add(other.hash).size).toBe(4);
  });
});

describe('refuses', () => {
  it('images of another shape', async () => {
    const extractor = await createMixed5Extractor({ features: 64 });
    for (const shape of [
      [2, 8, 8, 4],
      [8, 8, 3],
      [0, 8, 8, 3],
    ]) {
      expect(() =>
        extractor.extract(tf.zeros(shape as [number]) as tf.Tensor as tf.Tensor4D),
      ).toThrow(`images are [${shape}]`);
    }
    extractor.dispose();
  });

  it('another number of features', async () => {
    await expect(createMixed5Extractor({ features: 2048 as 768 })).rejects.toThrow(
      'features is 2048; there are 64, 192 and 768',
    );
  });

  it('weights that are cut off, or that are not there', async () => {
    const { manifest, bytes } = await readMixed5Weights();
    const cut = () => Promise.resolve({ manifest, bytes: bytes.subarray(1) });
    await expect(createMixed5Extractor({ loadWeights: cut })).rejects.toMatchObject({
      fault: 'model',
      message: expect.stringContaining('5138655 bytes, 5138656 are in their manifest') as string,
    });
    const missing = fetchMixed5Weights('http://127.0.0.1:9/');
    await expect(missing).rejects.toThrow('serve the folder weights of @stackgan/metrics there');
  });
});
