import { SeededRandom } from '@stackgan/random';
import { ortStatistics, registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Rows } from '../shared/rows.js';
import { predictClasses, trainClassifierHead } from './classifier-head.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('cpu');
});

/**
 * Clouds around `classes` centres, `spread` wide, in columns of very different means and scales.
 */
function clouds(count: number, width: number, classes: number, spread: number) {
  const random = new SeededRandom(3);
  const centres = random.fillNormal(new Float32Array(classes * width));
  const labels = Array.from({ length: count }, (_, i) => i % classes);
  const data = Float32Array.from({ length: count * width }, (_, i) => {
    const column = i % width;
    const value = centres[labels[Math.floor(i / width)]! * width + column]!;
    return 5 * column + 10 ** (column % 3) * (value + spread * random.normal());
  });
  return { features: { data, width } as Rows, labels };
}

/**
 * The gradient of mean cross-entropy + λ/2 |W|² of standardised features, written out, at the
 * head's weights.
 */
function gradientAt({ data, width }: Rows, labels: number[], map: Head['map'], decay: number) {
  const { outputs, weights, bias } = map;
  const count = labels.length;
  const column = (j: number): number[] => labels.map((_, i) => data[i * width + j]!);
  const mean = Array.from({ length: width }, (_, j) => column(j).reduce((a, b) => a + b) / count);
  const deviation = mean.map((m, j) =>
    Math.sqrt(column(j).reduce((sum, x) => sum + (x - m) ** 2, 0) / count),
  );
  const gradient = Array<number>((width + 1) * outputs).fill(0);
  for (let i = 0; i < count; i++) {
    const row = Array.from(data.subarray(i * width, (i + 1) * width));
    const logits = Array.from(bias, (b, c) =>
      row.reduce((sum, x, j) => sum + x * weights[j * outputs + c]!, b),
    );
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    logits.forEach((logit, c) => {
      const error = (Math.exp(logit) / total - (labels[i] === c ? 1 : 0)) / count;
      row.forEach((x, j) => {
        gradient[j * outputs + c]! += (error * (x - mean[j]!)) / deviation[j]!;
      });
      gradient[width * outputs + c]! += error;
    });
  }
  for (let k = 0; k < weights.length; k++) {
    gradient[k]! += decay * weights[k]! * deviation[Math.floor(k / outputs)]!;
  }
  return gradient;
}
type Head = Awaited<ReturnType<typeof trainClassifierHead>>;

describe('trainClassifierHead', () => {
  it('says how many steps are done, to the end though the minimum is found before', async () => {
    const { features, labels } = clouds(60, 4, 3, 0.5);
    const done: number[] = [];
    let total = 0;
    const onProgress = (step: number, steps: number) => {
      done.push(step);
      total = steps;
    };
    await trainClassifierHead(features, labels, { onProgress });
    expect(done.length).toBeGreaterThan(2);
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done[0]).toBe(1);
    expect(done.at(-1)).toBe(total);
  });

  it.each(['cpu', 'ort'])('finds the minimum of the loss, which is unique, on %s', async (name) => {
    await tf.setBackend(name);
    const before = tf.memory().numTensors;
    const { features, labels } = clouds(120, 5, 3, 1);
    const { map } = await trainClassifierHead(features, labels, { holdOut: 0, weightDecay: 0.02 });
    expect(map).toMatchObject({ inputs: 5, outputs: 3 });
    const gradient = gradientAt(features, labels, map, 0.02);
    expect(Math.max(...gradient.map(Math.abs))).toBeLessThan(1e-4);
    expect(tf.memory().numTensors).toBe(before);
    expect(ortStatistics().fallbacks).toEqual({});
    await tf.setBackend('cpu');
  });

  it('classifies what it has not seen, as well as that can be done', async () => {
    const { features, labels } = clouds(600, 6, 4, 0.1);
    const head = await trainClassifierHead(features, labels, { holdOut: 0.25, seed: 1 });
    expect(head).toMatchObject({ heldOut: 150, heldOutAccuracy: 1 });
    expect(head.chance).toBeLessThan(0.4);
    const { data, width } = await predictClasses(head, features);
    expect([data.length, width]).toEqual([2400, 4]);
    const isRight = labels.map((label, i) => {
      const logits = data.subarray(i * 4, i * 4 + 4);
      return logits.indexOf(Math.max(...logits)) === label;
    });
    expect(isRight.every(Boolean)).toBe(true);
  });

  it('is no better than chance where there is nothing to learn', async () => {
    const { features } = clouds(1000, 3, 1, 1);
    const random = new SeededRandom(5);
    const labels = Array.from({ length: 1000 }, () => random.integer(2));
    const head = await trainClassifierHead(features, labels, { holdOut: 0.5 });
    // Four standard deviations of 500 throws of a coin.
    expect(Math.abs(head.heldOutAccuracy - 0.5)).toBeLessThan(0.09);
  });

  it('gives the same again, another split for another seed, and survives being stored', async () => {
    const { features, labels } = clouds(100, 4, 2, 1);
    const [a, b, c] = await Promise.all(
      [1, 1, 2].map((seed) => trainClassifierHead(features, labels, { seed, holdOut: 0.3 })),
    );
    expect(a!.map).toEqual(b!.map);
    expect(a!.map.weights).not.toEqual(c!.map.weights);
    expect(await predictClasses(structuredClone(a!), features)).toEqual(
      await predictClasses(a!, features),
    );
  });

  it('takes a column that does not vary for nothing', async () => {
    const { features, labels } = clouds(60, 3, 2, 0.1);
    const data = Float32Array.from(features.data, (value, i) => (i % 3 === 1 ? 0.7 : value));
    const { map, heldOutAccuracy } = await trainClassifierHead({ data, width: 3 }, labels);
    expect([...map.weights.subarray(2, 4)]).toEqual([0, 0]);
    expect(heldOutAccuracy).toBe(1);
  });

  it.each([
    [[0, 1, 2], {}, '3 classes for 4 rows'],
    [[0, 1, -1, 0], {}, 'Class -1 of row 2: give whole numbers from 0'],
    [[0, 1, 2, 0], { classCount: 2 }, 'Class 2 of row 2: give whole numbers from 0 to 1'],
    [[1, 1, 1, 1], {}, 'All samples to learn from are of one class'],
    [[0, 1, 0, 1], { holdOut: 1 }, 'holdOut is 1'],
    [[0, 1, 0, 1], { weightDecay: -1 }, 'weightDecay is -1'],
  ])('refuses classes %j with %j', async (labels, options, message) => {
    const { features } = clouds(4, 2, 2, 1);
    await expect(trainClassifierHead(features, labels, options)).rejects.toThrow(message);
  });

  it('refuses features that are not finite, and those of another extractor', async () => {
    const { features, labels } = clouds(8, 2, 2, 1);
    const broken = { data: features.data.map((x, i) => (i === 5 ? NaN : x)), width: 2 };
    await expect(trainClassifierHead(broken, labels)).rejects.toMatchObject({ fault: 'notFinite' });
    const head = await trainClassifierHead(features, labels);
    const other = { data: new Float32Array(6), width: 3 };
    await expect(predictClasses(head, other)).rejects.toThrow('3 numbers each, the head reads 2');
  });
});
