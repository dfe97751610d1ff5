import { SeededRandom } from '@stackgan/random';
import { ortStatistics, registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { rPrecision } from '../scores/r-precision.js';
import type { Rows } from '../shared/rows.js';
import { projectCaptions, projectImages, trainMatchingHead } from './matching-head.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('cpu');
});

/**
 * Images and captions of what is the same in both, six numbers, each mixed up in a way of its own.
 */
function pairs(count: number, seed: number): { images: Rows; captions: Rows; of: number[] } {
  const mixing = new SeededRandom(11);
  const mixes = [20, 12].map((width) => mixing.fillNormal(new Float32Array(6 * width)));
  const random = new SeededRandom(seed);
  const meanings = Array.from({ length: count }, () => random.fillNormal(new Float32Array(6)));
  const [images, captions] = mixes.map((mix): Rows => {
    const width = mix.length / 6;
    const data = meanings.flatMap((meaning) =>
      Array.from({ length: width }, (_, j) => {
        const value = meaning.reduce((sum, m, k) => sum + m * mix[k * width + j]!, 0);
        return 3 + value + 0.1 * random.normal();
      }),
    );
    return { data: Float32Array.from(data), width };
  });
  return {
    images: images!,
    captions: captions!,
    of: Array.from({ length: count }, (_, i) => i),
  };
}

const options = { dimensions: 8, epochs: 40, batchSize: 32, learningRate: 0.02 };

async function score(
  head: Awaited<ReturnType<typeof trainMatchingHead>>,
  degrade = (images: Rows) => images,
): Promise<number> {
  const unseen = pairs(200, 2);
  const images = await projectImages(head, degrade(unseen.images));
  const texts = await projectCaptions(head, unseen.captions);
  expect([images.width, texts.width]).toEqual([8, 8]);
  return rPrecision(images, texts).mean;
}

describe('trainMatchingHead', () => {
  it('learns to look past what shifts move', async () => {
    await tf.setBackend('cpu');
    const { images, captions, of } = pairs(160, 1);
    // Blur that makes some numbers greater and others less, more or less of it.
    const random = new SeededRandom(5);
    const direction = random.fillNormal(new Float32Array(images.width));
    const much = (count: number) => Array.from({ length: count }, () => 20 * random.uniform());
    const along = (amounts: readonly number[]): Rows => ({
      data: Float32Array.from(amounts.flatMap((amount) => [...direction.map((x) => x * amount)])),
      width: images.width,
    });
    const degraded = ({ data, width }: Rows): Rows => {
      const moved = along(much(data.length / width)).data;
      return { data: data.map((value, i) => value + moved[i]!), width };
    };
    const shifts = along(much(50));
    const clean = await trainMatchingHead(images, captions, of, options);
    const hardened = await trainMatchingHead(images, captions, of, { ...options, shifts });
    expect(await score(clean, degraded)).toBeLessThan(0.5);
    expect(await score(hardened, degraded)).toBeGreaterThan(0.8);
    expect(await score(hardened)).toBeGreaterThan(0.8);
    const narrow = { data: shifts.data.subarray(0, 19), width: 19 };
    await expect(
      trainMatchingHead(images, captions, of, { ...options, shifts: narrow }),
    ).rejects.toThrow(/shifts/);
  });

  it.each(['cpu', 'ort'])('finds what images and captions share, on %s', async (name) => {
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const { images, captions, of } = pairs(160, 1);
    const untrained = await trainMatchingHead(images, captions, of, {
      ...options,
      ...{ epochs: 1, learningRate: 1e-9 },
    });
    expect(await score(untrained)).toBeLessThan(0.2);
    const head = await trainMatchingHead(images, captions, of, options);
    expect(await score(head)).toBeGreaterThan(0.9);
    expect(await score(structuredClone(head))).toBe(await score(head));
    expect(tf.memory().numTensors).toBe(before);
    expect(ortStatistics().fallbacks).toEqual({});
    await tf.setBackend('cpu');
  });

  it('says how many steps are done, waits for whoever is told, and ends where that throws', async () => {
    const before = tf.memory().numTensors;
    const { images, captions, of } = pairs(64, 1);
    const done: string[] = [];
    let isWaiting = false;
    const onProgress = async (step: number, steps: number) => {
      expect(isWaiting).toBe(false);
      isWaiting = true;
      await new Promise((resolve) => setImmediate(resolve));
      isWaiting = false;
      done.push(`${step}/${steps}`);
      if (done.length === 5) throw new Error('stopped');
    };
    const few = { ...options, epochs: 2, onProgress };
    await trainMatchingHead(images, captions, of, few);
    expect(done).toEqual(['1/4', '2/4', '3/4', '4/4']);
    await expect(trainMatchingHead(images, captions, of, few)).rejects.toThrow('stopped');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same again, and another head for another seed', async () => {
    const { images, captions, of } = pairs(64, 1);
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) =>
        trainMatchingHead(images, captions, of, { ...options, epochs: 2, seed }),
      ),
    );
    expect(a).toEqual(b);
    expect(a!.images.weights).not.toEqual(c!.images.weights);
  });

  it.each([
    [{ batchSize: 65 }, 'batchSize is 65, there are 64 images'],
    [{ batchSize: 1 }, 'batchSize is 1'],
    [{ dimensions: 0 }, 'dimensions is 0'],
    [{ learningRate: 0 }, 'learningRate is 0'],
    [{ learningRate: 1e38 }, 'give a smaller learningRate'],
  ])('refuses %j', async (wrong, message) => {
    const { images, captions, of } = pairs(64, 1);
    const given = { ...options, ...wrong };
    await expect(trainMatchingHead(images, captions, of, given)).rejects.toThrow(message);
  });
});
