import { SeededRandom } from '@stackgan/random';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FeatureExtractor } from '../extractors/feature-extractor.js';
import type { CaptionedImage } from '../images/images.js';
import { FeatureMoments } from '../scores/feature-moments.js';
import { frechetDistance } from '../scores/frechet-distance.js';
import { kernelDistance } from '../scores/kernel-distance.js';
import { precisionRecall } from '../scores/precision-recall.js';
import type { Rows } from '../shared/rows.js';
import { measure } from './measure.js';
import type { MeasureStage } from './measure-input.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

/** Mean red, green and blue. */
const colours: FeatureExtractor = {
  ...{ name: 'colours', imageSize: [8, 8], features: 3, resize: 'pillow-bilinear', hash: 'c' },
  extract: (images) => tf.tidy(() => tf.mean(images, [1, 2]) as tf.Tensor2D),
  dispose: () => undefined,
};

/** `count` images whose pixels are one random colour each around `level`, but for one odd pixel. */
function images(seed: number, count: number, level = 128, size = 8): CaptionedImage[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, caption) => {
    const colour = Array.from(random.fillNormal(new Float32Array(3)), (x) => level + 30 * x);
    const data = Uint8ClampedArray.from({ length: size * size * 3 }, (_, i) =>
      i === 0 ? 255 : colour[i % 3]!,
    );
    return { width: size, height: size, data, caption };
  });
}

async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Mean colours in [-1, 1], computed on the host. */
const rowsOf = (list: readonly CaptionedImage[]): Rows => ({
  width: 3,
  data: Float32Array.from(
    list.flatMap(({ data }) =>
      [0, 1, 2].map((c) => {
        const channel = [...data].filter((_, i) => i % 3 === c);
        return channel.reduce((sum, value) => sum + value / 127.5 - 1, 0) / channel.length;
      }),
    ),
  ),
});

const statistics = (rows: Rows) => {
  const moments = new FeatureMoments(rows.width);
  moments.add(rows);
  return moments.statistics();
};

describe('measure', () => {
  it('gives what the functions give of the features, from arrays and streams', async () => {
    const [real, generated] = [images(1, 41), images(2, 37, 140)];
    const metrics = ['pr', 'fid'] as const;
    const report = await measure({
      metrics,
      real,
      generated: stream(generated),
      extractor: colours,
    });
    const [a, b] = [rowsOf(real), rowsOf(generated)];
    expect(report).toMatchObject({ count: 37, size: { width: 8, height: 8 } });
    expect(report.fid!.real).toBe(41);
    expect(report.fid!.value).toBeCloseTo(frechetDistance(statistics(b), statistics(a)), 5);
    const { precision, recall } = precisionRecall(
      { data: a.data.subarray(0, 37 * 3), width: 3 },
      b,
    );
    expect(report.pr).toEqual({ precision, recall, count: 37 });
    expect(Object.keys(report)).toEqual(['count', 'size', 'pr', 'fid']);
  });

  it('waits for what is told of KID, and ends it with the signal', async () => {
    const [real, generated] = [images(1, 1000), images(2, 1000)];
    const stop = new AbortController();
    const common = { metrics: ['kid'] as const, real, generated, extractor: colours };
    const done: number[] = [];
    const { kid } = await measure({
      ...common,
      onProgress: async (stage, subsets) => {
        await new Promise((resolve) => setTimeout(resolve));
        if (stage === 'kid') done.push(subsets);
      },
    });
    // All subsets are the whole sets.
    const whole = { subsets: 1, subsetSize: 1000 };
    const { mean } = kernelDistance(rowsOf(generated), rowsOf(real), whole);
    expect(kid).toMatchObject({ std: 0, subsets: 10, subsetSize: 1000 });
    expect(kid!.value).toBeCloseTo(mean, 6);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    const stopped = measure({
      ...{ ...common, signal: stop.signal },
      onProgress: (stage, subsets) => {
        if (stage === 'kid' && subsets === 1) stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('reads RGBA as RGB, whatever its alpha', async () => {
    const [real, generated] = [images(1, 20), images(2, 20)];
    const withAlpha = generated.map(({ width, height, data }) => {
      const rgba = Uint8ClampedArray.from({ length: width * height * 4 }, (_, i) =>
        i % 4 === 3 ? i % 200 : data[3 * Math.floor(i / 4) + (i % 4)]!,
      );
      return { width, height, data: rgba };
    });
    const of = (given: CaptionedImage[]) =>
      measure({ metrics: ['fid'], real, generated: given, extractor: colours });
    expect(await of(withAlpha)).toEqual(await of(generated));
  });

  it('extracts the real images once with a cache, and again with another extractor', async () => {
    const real = images(1, 20);
    let reads = 0;
    const counted = {
      *[Symbol.iterator]() {
        reads++;
        yield* real;
      },
    };
    const common = { metrics: ['fid'] as const, real: counted, generated: images(2, 20) };
    const cache = new Map<string, Rows>();
    const first = await measure({ ...common, extractor: colours, cache });
    expect(await measure({ ...common, extractor: colours, cache })).toEqual(first);
    expect(reads).toBe(1);
    await measure({ ...common, extractor: { ...colours, hash: 'other' }, cache });
    expect(reads).toBe(2);
    // Features in place of images.
    const [rows] = cache.values();
    expect(await measure({ ...common, real: rows, extractor: colours })).toEqual(first);
  });

  it('scores real images at both sizes, by a classifier of their classes', async () => {
    const real = [...images(1, 40, 60), ...images(2, 40, 200)];
    const classes = real.map((_, i) => Math.floor(i / 40));
    const { is } = await measure({
      ...{ metrics: ['is'], real, classes, extractor: colours },
      // All generated ones are of one class; at their size so are the real ones.
      generated: images(3, 40, 60),
      realAtSize: ({ width }) => images(4, 80, 60, width),
    });
    expect(is!.value).toBeLessThan(1.3);
    expect(is!.real).toBeGreaterThan(1.5);
    expect(is!.realAtSize).toBeLessThan(1.3);
  });

  it('finds captions in R-precision, and same images in diversity', async () => {
    const real = images(1, 120);
    const embeddings = rowsOf(real);
    const identity = Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const map = { inputs: 3, outputs: 3, weights: identity, bias: new Float32Array(3) };
    const repeated = images(1, 6, 128, 24).map((image, i, all) => {
      return { ...all[i - (i % 2)]!, caption: Math.floor(i / 2) };
    });
    const report = await measure({
      ...{ metrics: ['diversity', 'r-precision'], real, extractor: colours },
      ...{ generated: real, captions: { embeddings, imageOf: real.map((_, i) => i) } },
      ...{ matching: () => ({ images: map, captions: map }), repeated: () => repeated },
      repeatedReal: ({ width }) =>
        images(5, 4, 128, width).map((image, i) => ({ ...image, caption: i >> 1 })),
    });
    expect(report['r-precision']).toEqual({ value: 1, std: 0, real: 1 });
    expect(report.diversity).toMatchObject({ captions: 3, pairs: 3, scales: 2 });
    expect(report.diversity!.value).toBeCloseTo(1, 5);
    expect(report.diversity!.realAtSize).toBeLessThan(0.99);
  });

  it('tells of each stage to its end, and ends where it is told to', async () => {
    const stages = new Map<MeasureStage, string[]>();
    const common = { metrics: ['fid'] as const, real: images(1, 20), extractor: colours };
    await measure({
      ...{ ...common, generated: stream(images(2, 18)) },
      onProgress: (stage, done, total) => {
        stages.set(stage, [...(stages.get(stage) ?? []), `${done}/${total}`]);
      },
    });
    expect([...stages]).toEqual([
      ['real', ['0/20', '16/20', '20/20']],
      ['generated', ['0/undefined', '16/undefined', '18/undefined']],
      ['fid', ['0/undefined']],
    ]);
    const stop = new AbortController();
    const stopped = measure({
      ...{ ...common, generated: images(2, 40), signal: stop.signal },
      onProgress: (stage) => {
        if (stage === 'generated') stop.abort(new Error('enough'));
      },
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  it('says how many images a metric needs, and before it reads any where it can', async () => {
    const untouched = {
      *[Symbol.iterator](): Iterator<CaptionedImage> {
        expect.unreachable();
      },
    };
    const given = { extractor: colours, real: images(1, 20) };
    const measured = measure({ ...given, metrics: ['fid'], real: untouched, generated: [] });
    await expect(measured).rejects.toThrow(
      'fid with colours needs 4 generated images, not 0: give more, or leave fid out',
    );
    await expect(
      measure({ ...given, metrics: ['kid'], generated: untouched }),
    ).rejects.toMatchObject({ fault: 'tooFew', message: expect.stringContaining('1000 real') });
    await expect(
      measure({ ...given, metrics: ['fid'], generated: stream(images(2, 3)) }),
    ).rejects.toThrow('needs 4 generated images, not 3');
  });

  it('refuses what lacks an input, blank images and images of several sizes', async () => {
    const given = { extractor: colours, real: images(1, 20), generated: images(2, 20) };
    await expect(measure({ ...given, metrics: ['is'] })).rejects.toThrow(
      'is needs the classes of the real images (classes) or a classifier: give it',
    );
    await expect(measure({ metrics: ['fid'], generated: given.generated })).rejects.toThrow(
      'fid needs an extractor',
    );
    const blank = given.generated.map((image) => ({ ...image, data: image.data.slice().fill(9) }));
    await expect(measure({ ...given, metrics: ['fid'], generated: blank })).rejects.toMatchObject({
      fault: 'blank',
    });
    const mixed = [...images(2, 16), ...images(3, 2, 128, 16)];
    await expect(measure({ ...given, metrics: ['fid'], generated: mixed })).rejects.toThrow(
      'image 16 is 16×16, the first 8×8',
    );
    const short = given.generated.map((image) => ({ ...image, data: image.data.subarray(1) }));
    await expect(measure({ ...given, metrics: ['fid'], generated: short })).rejects.toThrow(
      'image 0 has 191 bytes for 8×8 pixels: give 3 (RGB) or 4 (RGBA) per pixel',
    );
  });
});
