import { SeededRandom } from '@stackgan/random';
import { ortStatistics, registerOrtBackend, traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { resizeImages } from '../images/resize-images.js';
import { imageTensor } from '../images/rgb-image.js';
import type { Trace } from '../shared/trace.js';
import type { AttributeReader } from './attribute-reader.js';
import { type LabelledImages, imageAt } from './labelled-images.js';
import { openAttributeReader } from './open-attribute-reader.js';
import { type AttributeReaderOptions, trainAttributeReader } from './train-attribute-reader.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

const attributes = [
  { name: 'colour', values: ['red', 'green', 'blue', 'yellow'] },
  { name: 'shape', values: ['disc', 'square', 'cross'] },
  { name: 'size', values: ['small', 'large'] },
];
const COLOURS = [
  [210, 40, 40],
  [40, 170, 60],
  [50, 70, 210],
  [220, 200, 50],
] as const;

/** Shapes of 64×64 somewhere near the middle, on greys of any kind, in shades of their colours. */
function shapes(count: number, seed: number): LabelledImages {
  const random = new SeededRandom(seed);
  const data = new Uint8Array(count * 64 * 64 * 3);
  const labels = new Int32Array(count * 3);
  for (let i = 0; i < count; i++) {
    const own = attributes.map(({ values }) => random.integer(values.length));
    labels.set(own, i * 3);
    const [colour, shape, size] = own as [number, number, number];
    const background = 100 + random.integer(150);
    const shade = COLOURS[colour]!.map((value) => value + random.integer(41) - 20);
    const radius = (size === 0 ? 9 : 18) + random.integer(4);
    const [x0, y0] = [28 + random.integer(9), 28 + random.integer(9)];
    for (let at = 0; at < 64 * 64; at++) {
      const [x, y] = [Math.abs((at % 64) - x0), Math.abs(Math.floor(at / 64) - y0)];
      const isInside = [
        x * x + y * y <= radius * radius,
        Math.max(x, y) <= 0.85 * radius,
        Math.max(x, y) <= radius && Math.min(x, y) <= radius / 3,
      ][shape]!;
      for (let c = 0; c < 3; c++) {
        data[(i * 64 * 64 + at) * 3 + c] = isInside ? shade[c]! : background;
      }
    }
  }
  return { size: 64, data, labels };
}

const quick: AttributeReaderOptions = {
  steps: 300,
  width: 8,
  learningRate: 3e-3,
  trace: traced,
};

/** The share of rightly read images for each attribute; `change` is done to them before. */
async function accuracies(
  reader: AttributeReader,
  images: LabelledImages,
  change: (images: tf.Tensor4D) => tf.Tensor4D = (same) => same,
): Promise<number[]> {
  const count = images.labels.length / 3;
  const rows = Array.from({ length: count }, (_, row) => imageAt(images, row));
  const opened = openAttributeReader(reader);
  const input = tf.tidy(() => change(imageTensor(rows)));
  const read = await opened.read(input);
  tf.dispose(input);
  opened.dispose();
  return attributes.map((_, at) => {
    const right = rows.filter((_, i) => read[i * 3 + at] === images.labels[i * 3 + at]);
    return right.length / count;
  });
}

describe('trainAttributeReader', () => {
  it('reads sharp, small, large and blurred images alike', async () => {
    const before = tf.memory().numTensors;
    const reader = await trainAttributeReader(shapes(1200, 1), attributes, quick);
    expect(ortStatistics().fallbacks).toEqual({});
    expect(reader.attributes.map(({ name, heldOut }) => [name, heldOut])).toEqual([
      ['colour', 120],
      ['shape', 120],
      ['size', 120],
    ]);
    const unseen = shapes(128, 2);
    const resized = (...sizes: number[]) => {
      return (images: tf.Tensor4D) =>
        sizes.reduce((last, size) => resizeImages(last, [size, size]), images);
    };
    const changes = [resized(64), resized(256), resized(24, 64), resized(24, 256)];
    const seen = reader.attributes.map(({ heldOutAccuracy }) => heldOutAccuracy);
    for (const change of changes) seen.push(...(await accuracies(reader, unseen, change)));
    expect(seen.filter((share) => share < 0.95)).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('learns of each attribute from the images whose value is known', async () => {
    const images = shapes(1200, 1);
    // Colours of half of them, shapes of the others, sizes of none.
    const labels = images.labels.map((label, i) => {
      const isFirst = Math.floor(i / 3) % 2 === 0;
      return (isFirst ? i % 3 === 0 : i % 3 === 1) ? label : -1;
    });
    const reader = await trainAttributeReader({ ...images, labels }, attributes, quick);
    const [colour, shape, size] = reader.attributes;
    expect(colour!.heldOut + shape!.heldOut).toBe(120);
    expect(size).toMatchObject({ heldOut: 0, heldOutAccuracy: NaN });
    const unseen = await accuracies(reader, shapes(128, 2));
    expect(Math.min(unseen[0]!, unseen[1]!)).toBeGreaterThan(0.9);
  });

  it('is the same for the same seed, another for another, and survives being stored', async () => {
    const given = { ...quick, steps: 3 };
    const images = shapes(60, 1);
    const learn = (seed: number) => trainAttributeReader(images, attributes, { ...given, seed });
    const [one, same, other] = [await learn(1), await learn(1), await learn(2)];
    expect(same).toEqual(one);
    expect(other.layers[0]!.weights).not.toEqual(one.layers[0]!.weights);
    expect(await accuracies(structuredClone(one), images)).toEqual(await accuracies(one, images));
  });

  it('learns the same on the cpu backend, from larger images, too', async () => {
    const small = shapes(12, 1);
    // Each pixel four times.
    const data = new Uint8Array(4 * small.data.length);
    for (let at = 0; at < data.length; at++) {
      const [c, x, y, i] = [
        at % 3,
        Math.floor(at / 3) % 128,
        Math.floor(at / 384) % 128,
        Math.floor(at / 49152),
      ];
      data[at] = small.data[((i * 64 + (y >> 1)) * 64 + (x >> 1)) * 3 + c]!;
    }
    const images = { ...small, size: 128, data };
    const learn = (trace?: Trace) =>
      trainAttributeReader(images, attributes, {
        ...{ steps: 2, batchSize: 2, width: 2, mirror: true, ...(trace && { trace }) },
      });
    const onOrt = await learn(traced);
    await tf.setBackend('cpu');
    const onCpu = await learn();
    await tf.setBackend('ort');
    onCpu.layers.forEach(({ weights }, layer) => {
      const other = onOrt.layers[layer]!.weights;
      const far = weights.filter((weight, i) => Math.abs(weight - other[i]!) > 1e-4);
      // Adam's first steps have the sign of the gradient, which rounding decides where it is all
      // but 0.
      expect(far.length).toBeLessThan(weights.length / 100);
    });
  });

  it('learns a single attribute', async () => {
    const images = shapes(100, 1);
    const labels = images.labels.filter((_, i) => i % 3 === 0);
    const [colour] = attributes;
    const reader = await trainAttributeReader({ ...images, labels }, [colour!], {
      ...quick,
      steps: 60,
      width: 4,
    });
    expect(reader.attributes[0]!.heldOutAccuracy).toBe(1);
  });

  it('tells of its progress', async () => {
    const told: string[] = [];
    const onProgress = (done: number, total: number) => void told.push(`${done}/${total}`);
    await trainAttributeReader(shapes(8, 1), attributes, { ...quick, steps: 2, onProgress });
    expect(told).toEqual(['1/2', '2/2']);
  });

  const tiny = shapes(4, 1);
  it.each([
    [{ labels: new Int32Array(5) }, {}, '5 labels for 4 images; give one for each of 3'],
    [
      { labels: Int32Array.from({ length: 12 }, (_, i) => (i === 7 ? 3 : 0)) },
      {},
      'shape of image 2 is 3: give 0 to 2, -1 if unknown',
    ],
    [{ labels: new Int32Array(12).fill(-1) }, {}, 'all labels are -1'],
    [{ data: new Uint8Array(100) }, {}, '100 bytes are 0.008'],
    [{}, { steps: 0 }, 'steps is 0: give a whole number from 1'],
    [{}, { holdOut: 1 }, 'holdOut is 1'],
    [{}, { learningRate: 0 }, 'learningRate is 0'],
  ])('refuses %#', async (images, options, message) => {
    await expect(
      trainAttributeReader({ ...tiny, ...images }, attributes, { ...quick, ...options }),
    ).rejects.toThrow(message);
  });
});

describe('openAttributeReader', () => {
  it('refuses a reader that is cut off, and images with NaN', async () => {
    const reader = await trainAttributeReader(shapes(8, 1), attributes, { ...quick, steps: 1 });
    const { layers } = reader;
    expect(() => openAttributeReader({ ...reader, layers: layers.slice(0, 4) })).toThrow(
      "The reader's layers do not fit its 3 attributes of 9 values; is it cut off?",
    );
    const opened = openAttributeReader(reader);
    await expect(opened.read(tf.fill([2, 64, 64, 3], NaN))).rejects.toMatchObject({
      fault: 'notFinite',
    });
    await expect(opened.read(tf.zeros([2, 64, 64, 1]))).rejects.toThrow('[N, H, W, 3]');
    opened.dispose();
  });
});
