import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { encodeImage } from '../images/image.js';
import type { EvaluateArguments } from './evaluate.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { writeExtractor } from '../testing/write-extractor.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { evaluate } from './evaluate.js';

beforeAll(() => registerOrtBackend({ threads: 1 }));
beforeEach(() => tf.setBackend('cpu'));

const given = (overrides: Partial<EvaluateArguments>): EvaluateArguments => ({
  run: undefined,
  images: undefined,
  data: undefined,
  metrics: undefined,
  samples: 40,
  seed: 0,
  features: 768,
  model: undefined,
  range: '-1,1',
  resize: undefined,
  backend: 'cpu',
  ...overrides,
});

async function trainedRun(folder: string, data: string): Promise<string> {
  const overrides = { data, ...tinyOptions.stage1, 'optimizer.learningRate': 0.05 };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  const run = await createRun(options, join(folder, 'runs'));
  await trainRun(run, quietContext());
  return run;
}

/** The real images as files; blank ones would be refused. */
async function realImages(folder: string, data: string): Promise<string> {
  const images = join(folder, 'images');
  await mkdir(images);
  const dataset = await openDataset(data);
  for (const example of dataset.examples) {
    const image = { size: 64, data: await dataset.readImage(example, 64) };
    image.data[0]! ^= 1;
    await writeFile(join(images, `${example.id}.png`), await encodeImage(image));
  }
  await dataset.close();
  return images;
}

async function fault(call: Promise<void>): Promise<string> {
  return call.then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  );
}

/** What each part of the work said of itself: how much was done, of how much. */
function progressOf(lines: readonly string[]): Map<string, { done: number[]; total: number }> {
  const parts = new Map<string, { done: number[]; total: number }>();
  for (const line of lines) {
    const found = /^(.+): (\d+) of (\d+) (\w+) {2}[\d.]+ \4\/s {2}.+ left {2}\d+ MB$/.exec(line);
    if (!found) continue;
    const [, what = '', done, total] = found;
    const before = parts.get(what)?.done ?? [];
    parts.set(what, { done: [...before, Number(done)], total: Number(total) });
  }
  return parts;
}

describe('evaluate', () => {
  it('measures a run, the same with the same seed, and keeps what it measured', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder, { count: 404 });
    const [run, model] = [await trainedRun(folder, data), await writeExtractor(folder)];
    const metrics = 'is,fid,pr,r-precision,diversity';

    const first = quietContext();
    await evaluate(given({ run, model, metrics, backend: 'ort' }), first);
    const second = quietContext();
    await evaluate(given({ run, model, metrics, backend: 'ort' }), second);
    const [one, other] = await readEvaluations(run);
    expect(other).toEqual(one);
    expect(one).toMatchObject({ step: 4, samples: 40, seed: 0, data: 'tiny' });
    const value = (name: RegExp) => one!.measurements.find((m) => name.test(m.name))!.value;
    expect(value(/^FID/)).toBeGreaterThan(0);
    expect(value(/^Inception/)).toBeGreaterThanOrEqual(1);
    expect(value(/^Precision/)).toBeLessThanOrEqual(1);
    for (const { value } of one!.measurements) expect(Number.isFinite(value)).toBe(true);
    // Real images are scored at the size that was drawn, too; of one colour each, they look the
    // same.
    expect(one).toMatchObject({ imageSize: 64, realSize: 128 });
    const scored = one!.measurements.filter((m) => m.real !== undefined);
    expect(scored.map(({ name }) => name)).toEqual(['Inception Score', 'R-precision']);
    for (const { real, realAtSize } of scored) expect(realAtSize).toBeCloseTo(real!, 2);

    // Every part of the work says how far it is, to its end.
    const parts = progressOf(first.lines);
    expect([...parts.keys()]).toEqual([
      'tiny',
      expect.stringMatching(/snapshot-000004$/),
      'learning the classifier',
      'tiny at 64×64',
      'measuring degraded images',
      'learning what captions say',
      'drawing images of one caption',
      'comparing images of one caption',
    ]);
    for (const { done, total } of parts.values()) {
      expect(done).toEqual([...done].sort((a, b) => a - b));
      expect(done.at(-1)).toBe(total);
    }

    // The real images are measured once.
    expect(first.lines.join('\n')).toMatch(/tiny: 404 of 404/);
    expect(first.lines.join('\n')).toMatch(/tiny at 64×64: 404 of 404/);
    expect(second.lines.join('\n')).not.toMatch(/tiny at /);
    expect(second.lines.join('\n')).toMatch(
      /: 40 images of 64×64, seed 0, against tiny\n  Inception Score +\S+ ± \S+ +\S+ of real images at 64×64, \S+ at 128×128 +higher is better/,
    );
    expect(second.lines.join('\n')).not.toMatch(/tiny: /);
    expect(second.lines.join('\n')).toMatch(/Protocol\n.*10 splits; classifier of tiny/);
    const report = await readFile(join(run, 'report.html'), 'utf8');
    expect(report).toContain('<h2>Metrics</h2>');
    const card = () => readFile(join(run, 'snapshot-000004', 'README.md'), 'utf8');
    const before = await card();
    expect(before).toMatch(
      /^\| Inception Score \| [\d.]+ ± [\d.]+ \| [\d.]+ \| higher \| 40 images, seed 0/m,
    );
    expect(before).not.toContain('None measured');

    // With another seed it draws others.
    await evaluate(given({ run, model, metrics: 'fid', seed: 1, backend: 'ort' }), quietContext());
    const [, , third] = await readEvaluations(run);
    expect(third!.measurements[0]!.value).not.toBe(value(/^FID/));
    // The card has of each number the newest, and all else as it was.
    const after = await card();
    expect(after).toMatch(/^\| FID .*40 images, seed 1, against tiny/m);
    const withoutFid = (text: string) => text.replace(/^\| FID .*$/m, '');
    expect(withoutFid(after)).toBe(withoutFid(before));
  });

  it('measures a folder of images: the real ones have distance 0', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder, { count: 20 });
    const model = await writeExtractor(folder);
    const images = await realImages(folder, data);
    const context = quietContext();
    await evaluate(given({ images, data, model, metrics: 'fid' }), context);
    expect(context.lines.join('\n')).toMatch(/FID \(model-12\) +0\.00\d\d /);
  });

  it('keeps what it measured through one filter apart from another', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder, { count: 20 });
    const model = await writeExtractor(folder);
    const images = await realImages(folder, data);
    const measure = async (resize?: 'tf1-bilinear') => {
      const context = quietContext();
      const chosen = { images, data, model, resize, metrics: 'is,fid', backend: 'ort' };
      await evaluate(given(chosen), context);
      return context.lines.join('\n');
    };
    const kept = () => readdir(join(data, 'evaluation'));
    expect(await measure()).toMatch(/tiny: 20 of 20/);
    const named = (names: string[]) => names.map((name) => `${name}.safetensors`);
    const first = named(['classifier-model-12', 'model-12-64x64', 'model-12']);
    expect(await kept()).toEqual(first);
    const table = await measure('tf1-bilinear');
    expect(table).toMatch(/tiny: 20 of 20/);
    expect(table).toMatch(/FID \(model-12-tf1-bilinear\)/);
    expect(table).toMatch(/classifier of tiny on model-12-tf1-bilinear/);
    const filter = 'tf1-bilinear';
    const second = [
      `classifier-model-12-${filter}`,
      `model-12-${filter}`,
      `model-12-${filter}-64x64`,
    ];
    expect(await kept()).toEqual([...first, ...named(second)].sort());
    // Each finds its own again.
    expect(await measure()).not.toMatch(/tiny: /);
    expect(await measure('tf1-bilinear')).not.toMatch(/tiny: /);
  });

  it('says what is wrong, and how much is needed, before it draws', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const [run, model] = [await trainedRun(folder, data), await writeExtractor(folder)];
    const of = (overrides: Partial<EvaluateArguments>) =>
      fault(evaluate(given(overrides), quietContext()));
    expect(await of({})).toMatch(/UsageError: .*either --run <folder> or --images/);
    expect(await of({ run, metrics: 'fdi' })).toMatch(/--metrics fdi: give a list of is, fid/);
    expect(await of({ run, metrics: 'fid', range: undefined, model })).toMatch(
      /needs --extractor-range.*0,1, -1,1/,
    );
    expect(await of({ run, metrics: 'fid', model: 'nowhere.json' })).toMatch(
      /nowhere.json cannot be read/,
    );
    expect(await of({ run, metrics: 'fid', samples: 12, model })).toMatch(
      /fid with model-12 needs 13 samples, not 12/,
    );
    expect(await of({ run, metrics: 'fid', model })).toMatch(/needs 13 real images, tiny has 8/);
    expect(await of({ run, metrics: 'r-precision', model })).toMatch(
      /captions of 100 held-out images, tiny has 2/,
    );
    expect(await of({ images: join(folder, 'extractor'), data })).toMatch(
      /UsageError: .*has no \.png/,
    );
    expect(await of({ images: join(folder, 'none'), data })).toMatch(/no folder that can be read/);
  });
});

describe('train --metrics', () => {
  it('measures on the way, goes on without what a stop left, and changes nothing', async () => {
    await tf.setBackend('ort');
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const train = async (metrics: string) => {
      const more = { metrics, metricSamples: 8, 'ticks.metrics': 2 };
      const overrides = { data, ...tinyOptions.stage1, ...more };
      const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
      const run = await createRun(options, join(folder, 'runs'));
      await trainRun(run, quietContext());
      return run;
    };
    const [measured, plain] = [await train('pr'), await train('')];
    const evaluations = await readEvaluations(measured);
    expect(evaluations.map(({ step }) => step)).toEqual([2, 4]);
    expect(await readEvaluations(plain)).toEqual([]);
    const card = (run: string) => readFile(join(run, 'snapshot-000004', 'README.md'), 'utf8');
    expect(await card(measured)).toMatch(/^\| Precision \| .*8 images, seed/m);
    expect(await card(plain)).toContain('None measured yet');
    const file = 'state-000004/tensors.safetensors';
    const [one, other] = [await readFile(join(measured, file)), await readFile(join(plain, file))];
    expect(one.equals(other)).toBe(true);
  });

  it('refuses what cannot be measured before there is a run', async () => {
    const folder = await temporaryFolder();
    const data = await tinyDataset(folder);
    const more = { metrics: 'fid', metricSamples: 8 };
    const overrides = { data, ...tinyOptions.stage1, ...more };
    const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
    const runs = join(folder, 'runs');
    await expect(createRun(options, runs)).rejects.toThrow(
      /fid-mixed5-768 needs 769 samples, not 8/,
    );
    expect(existsSync(runs)).toBe(false);
  });
});
