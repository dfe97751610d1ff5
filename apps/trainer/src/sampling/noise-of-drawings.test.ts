import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { type Cascade, type ConditionNoise, type ModelIndex, seededNoise } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { drawFigure5 } from '../ablation/figure5.js';
import { drawNearest } from '../commands/draw-nearest.js';
import { drawWalks } from '../commands/draw-walks.js';
import { captionTable } from '../evaluation/caption-table.js';
import { generatedImages } from '../evaluation/generated-images.js';
import { drawStudy } from '../human-study/draw-study.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { readRunOptions } from '../run-directory/run-options.js';
import {
  quietContext,
  temporaryFolder,
  tinyDataset,
  tinyEncoder,
  tinyExtractor,
  tinyOptions,
} from '../testing/tiny.js';
import { untrainedSnapshot } from '../testing/untrained-snapshot.js';
import { createRun } from '../training/create-run.js';
import { createStage } from '../training/create-stage.js';
import { openPreview } from '../training/preview.js';
import { openCascade, type OpenedCascade } from './open-cascade.js';
import type * as traced from './traced-cascade.js';

// Whatever draws with a run feeds its networks what they learned with: noted here are the numbers
// that they get.

type Fed = Record<string, Float32Array>;
const fed = vi.hoisted((): Fed[] => []);

vi.mock('./traced-cascade.js', async (original) => {
  const { tracedCascade } = await original<typeof traced>();
  return {
    tracedCascade(options: Parameters<typeof tracedCascade>[0]): Cascade {
      const cascade = tracedCascade(options);
      const note = (noise: object) => {
        const entries = Object.entries(noise as Record<string, tf.Tensor>);
        fed.push(
          Object.fromEntries(entries.map(([name, x]) => [name, x.dataSync().slice()])) as Fed,
        );
      };
      const [first, ...rest] = cascade.stages;
      return {
        ...cascade,
        stages: [(inputs) => (note(inputs), first!(inputs)), ...rest],
        draw: (embeddings, noise) => (note(noise), cascade.draw(embeddings, noise)),
      };
    },
  };
});

beforeAll(() => tf.setBackend('cpu'));
beforeEach(() => void fed.splice(0));

/** So many numbers that some of N(0, 1) are beyond ±2. */
const CONDITION = 100;
const SEED = 3;

interface Way {
  readonly run: string;
  readonly opened: OpenedCascade;
  readonly dataset: PreparedDataset;
  readonly out: string;
}
const text = { captions: ['cat'], seeds: [SEED, 8], meanOnly: false };

/**
 * Every way that is not the `StackGAN` pipeline itself, whose numbers `draw-rows.test.ts` compares.
 */
const ways: Readonly<Record<string, (way: Way) => Promise<unknown>>> = {
  'sample --interpolate': ({ opened, out }) =>
    drawWalks(opened, tinyEncoder, { ...text, steps: 4, out }, quietContext()),
  'sample --nearest': async ({ opened, dataset, out }) => {
    const sources = { dataset, extractor: await tinyExtractor() };
    await drawNearest(opened, tinyEncoder, { ...text, count: 1, out }, sources, quietContext());
  },
  'human-study and the page of ablate': ({ run, dataset }) =>
    drawStudy(dataset, { runs: [run], captions: 1, perCaption: 2, seed: SEED }, quietContext()),
  'figure 5 of ablate': ({ run, dataset }) => drawFigure5(dataset, () => run),
  evaluate: async ({ opened: { cascade }, dataset }) => {
    const table = captionTable(dataset, 'test');
    const set = generatedImages({ name: 'run', cascade, dataset, table, count: 2, seed: SEED });
    for await (const batch of set.batches()) expect(batch.images).toHaveLength(2);
  },
  'grids of training': async ({ run, dataset }) => {
    const { options } = await readRunOptions(run);
    const stage = createStage(options, { textDim: tinyEncoder.dimension });
    const random = new SeededRandom(SEED);
    const preview = await openPreview({ dataset, stage, options, random });
    await preview.samples(0);
    preview.dispose();
  },
};
/** Those that draw by seeds. */
const BY_SEED = new Set(Object.keys(ways).slice(0, 3));

const largest = (values: Float32Array) =>
  values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

describe.each(['normal', 'truncated', 'none'] as const)('a run that learned with ε %s', (noise) => {
  it.each(Object.keys(ways))('draws with it: %s', async (name) => {
    const folder = await temporaryFolder();
    const overrides = { 'network.conditionNoise': noise, 'network.conditionDim': CONDITION };
    const run = await untrainedSnapshot(folder, overrides);
    const dataset = await openDataset(await tinyDataset(folder, { sizes: [64] }));
    const opened = await openCascade(run, tinyEncoder);
    await ways[name]!({ run, opened, dataset, out: join(folder, 'out') });
    const drawn = fed.splice(0);
    expect(drawn.length).toBeGreaterThan(0);
    for (const { stage1Epsilon, latent } of drawn) {
      expectDrawn(stage1Epsilon!, noise);
      expect(largest(latent!)).toBeGreaterThan(0);
    }
    if (BY_SEED.has(name)) {
      // The first image is that of the first seed, as `stackgan sample` draws it.
      const first = seededNoise(opened.cascade.noiseVectors, SEED);
      expect(drawn[0]!['stage1Epsilon']!.slice(0, CONDITION)).toEqual(first.stage1Epsilon);
      expect(drawn[0]!['latent']!.slice(0, 2)).toEqual(first.latent);
    }
    opened.dispose();
    await dataset.close();
  });
});

function expectDrawn(values: Float32Array, noise: ConditionNoise): void {
  const most = largest(values);
  if (noise === 'none') expect(most).toBe(0);
  if (noise === 'truncated') expect(most).toBeLessThanOrEqual(2);
  if (noise !== 'none') expect(most).toBeGreaterThan(noise === 'normal' ? 2 : 1.8);
}

it.each([
  ['none', 'normal'],
  ['normal', 'none'],
  ['truncated', 'normal'],
] as const)('a Stage-I with ε %s keeps it below a Stage-II with %s', async (first, second) => {
  const folder = await temporaryFolder();
  const options = (noise: ConditionNoise) => ({
    'network.conditionNoise': noise,
    'network.conditionDim': CONDITION,
  });
  const stage1 = await untrainedSnapshot(folder, options(first));
  const run = await untrainedSnapshot(folder, options(second), stage1);
  const opened = await openCascade(run, tinyEncoder);
  const out = join(folder, 'out');
  await drawWalks(opened, tinyEncoder, { ...text, steps: 2, out }, quietContext());
  const [drawn] = fed;
  expectDrawn(drawn!['stage1Epsilon']!, first);
  expectDrawn(drawn!['stage2Epsilon']!, second);
  opened.dispose();
  const index = JSON.parse(await readFile(join(run, 'stackgan.json'), 'utf8')) as ModelIndex;
  expect(index.conditionNoise).toEqual({ stage1: first, stage2: second });

  // So does a run that trains on it.
  const data = await tinyDataset(folder);
  const overrides = { ...tinyOptions.stage2, ...options(second), data, stage1 };
  const trained = await createRun(
    resolveOptions({ stage: 2, preset: 'quick-start', overrides }),
    join(folder, 'runs'),
  );
  expect(noiseOfRun(await readRunOptions(trained))).toEqual({ stage1: first, stage2: second });
});
