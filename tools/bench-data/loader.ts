/**
 * `npm run bench:loader -- --data datasets/avatars`: compares how fast the loader makes the batches
 * of quick-start from disk, of this data set of drawings and of fabricated photographs, with how fast
 * its training steps take them, and writes into docs/performance.md. The data set needs images of
 * 64×64 and 256×256.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { registerStackGANLayers } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { selectBackend } from '../../apps/trainer/src/backends/select-backend.js';
import type { TrainOptions } from '../../apps/trainer/src/options/train-options.js';
import { resolveOptions } from '../../apps/trainer/src/profiles/resolve-options.js';
import { median } from '../../apps/trainer/src/shared/median.js';
import { createStage } from '../../apps/trainer/src/training/create-stage.js';
import { drawnAttributes, stageData } from '../../apps/trainer/src/training/stage-data.js';
import type { Stage, StageBase } from '../../apps/trainer/src/training/stage.js';
import { untrainedLossNetworks } from '../../apps/trainer/src/training/untrained-loss-networks.js';
import {
  createLoader,
  openDataset,
  type PreparedDataset,
  prepareDataset,
} from '../../packages/data/src/index.js';
import { SeededRandom } from '../../packages/random/src/index.js';
import { machine } from '../machine.js';
import { replacePart } from '../replace-part.js';
import { freeEncoder, largeSource } from './large-set.js';

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'datasets/avatars' } },
});
/** Least speed of the loader, relative to that of a step. */
const BOUNDS = { 1: 20, 2: 10 } as const;
/** Loader and steps take turns, so that changes in the speed of the machine affect both alike. */
const ROUNDS = 7;
const STEPS = 3;
const IMAGES = 400;
/** Of CUB. */
const PHOTOGRAPH = { width: 500, height: 375 };

await selectBackend('ort');
registerStackGANLayers();
// As in training.
sharp.cache(false);
sharp.concurrency(1);
const dataset = await openDataset(values.data);
const folder = await mkdtemp(join(tmpdir(), 'stackgan-bench-'));
const outDir = join(folder, 'photographs');
const source = await largeSource(2 * IMAGES, PHOTOGRAPH);
await prepareDataset({ source, outDir, encoder: freeEncoder });
const photographs = await openDataset(outDir);
const kinds = ['drawings', 'photographs'] as const;
const rows: string[] = [];
const stageOf = (options: TrainOptions, base?: StageBase) => {
  const data = stageData(dataset, drawnAttributes(options, dataset, { base }));
  return createStage(options, data, base, untrainedLossNetworks(options, dataset));
};
const preset = 'quick-start';
const options1 = resolveOptions({ stage: 1, preset, overrides: { data: values.data } });
const stage1 = stageOf(options1);
await race(options1, stage1);
const base = { generator: stage1.networks.generator, noise: options1.network.conditionNoise };
const overrides = { data: values.data, stage1: 'none' };
const options2 = resolveOptions({ stage: 2, preset, overrides });
await race(options2, stageOf(options2, base));
const table = [
  `${machine()}; medians of ${ROUNDS} turns:`,
  '',
  '| stage | images | loader, images/s | step, images/s | ratio | at least |',
  '| --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(table);
await replacePart('docs/performance.md', 'loader', table);
await rm(folder, { recursive: true });
process.exit();

/** Adds a row to the table for each kind of image. */
async function race(options: TrainOptions, stage: Stage): Promise<void> {
  const { size, captions } = options.batch;
  const open = (of: PreparedDataset) =>
    createLoader({
      ...{ dataset: of, split: 'train', imageSize: stage.imageSize, batchSize: size },
      // Each image is read and decoded: none comes from memory.
      ...{ captionsPerExample: captions, cacheBytes: 0, random: new SeededRandom(0) },
    });
  const loaders = { drawings: open(dataset), photographs: open(photographs) };
  const random = new SeededRandom(1);
  const step = async () => {
    const batch = await loaders.drawings.next();
    const { decay } = options.movingAverage;
    const losses = stage.step(batch, random, { decay, isAdversarial: true });
    await Promise.all(Object.values(losses).map((loss) => loss.data()));
    tf.dispose(Object.values(losses));
  };
  const imagesPerSecond = async (work: () => Promise<unknown>, times: number) => {
    const begin = performance.now();
    for (let time = 0; time < times; time++) await work();
    return (1000 * size * times) / (performance.now() - begin);
  };
  // The first step compiles, the second settles memory.
  await imagesPerSecond(step, 2);
  const loaded = { drawings: [] as number[], photographs: [] as number[] };
  const trained: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    trained.push(await imagesPerSecond(step, STEPS));
    for (const kind of kinds) {
      // Batches that were made ahead, during other work, do not count.
      await imagesPerSecond(loaders[kind].next, 3);
      loaded[kind].push(await imagesPerSecond(loaders[kind].next, Math.ceil(IMAGES / size)));
    }
  }
  const slow = median(trained);
  const name = `${'I'.repeat(options.stage)}, ${stage.imageSize}×${stage.imageSize}`;
  for (const kind of kinds) {
    await loaders[kind].close();
    const fast = median(loaded[kind]);
    const figures = [Math.round(fast).toLocaleString('en'), slow.toPrecision(3)];
    const ratio = fast / slow;
    const bound = BOUNDS[options.stage];
    rows.push(`| ${name} | ${kind} | ${figures.join(' | ')} | ${ratio.toFixed(0)} | ${bound} |`);
    if (ratio < bound) process.exitCode = 1;
  }
}
