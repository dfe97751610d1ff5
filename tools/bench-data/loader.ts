/**
 * `npm run bench:loader -- --data datasets/avatars`: compares how fast the loader makes the batches
 * of quick-start from disk with how fast its training steps take them, and writes into
 * docs/performance.md. The data set needs images of 64×64 and 256×256.
 */
import { availableParallelism, cpus } from 'node:os';
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
import { createLoader, openDataset } from '../../packages/data/src/index.js';
import { SeededRandom } from '../../packages/random/src/index.js';
import { replacePart } from '../replace-part.js';

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'datasets/avatars' } },
});
/** Least speed of the loader, relative to that of a step. */
const BOUNDS = { 1: 20, 2: 10 } as const;
/** Loader and steps take turns, so that changes in the speed of the machine affect both alike. */
const ROUNDS = 7;
const STEPS = 3;
const IMAGES = 400;

await selectBackend('ort');
registerStackGANLayers();
// As in training.
sharp.cache(false);
sharp.concurrency(1);
const dataset = await openDataset(values.data);
const rows: string[] = [];
const stageOf = (options: TrainOptions, base?: StageBase) => {
  const data = stageData(dataset, drawnAttributes(options, dataset));
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
  `${cpus()[0]!.model.trim()}, cores: ${availableParallelism()}, Node ${process.versions.node}; medians of ${ROUNDS} turns:`,
  '',
  '| stage | loader, images/s | step, images/s | ratio | at least |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(table);
await replacePart('docs/performance.md', 'loader', table);
process.exit();

/** Adds a row to the table. */
async function race(options: TrainOptions, stage: Stage): Promise<void> {
  const { size, captions } = options.batch;
  const loader = createLoader({
    ...{ dataset, split: 'train', imageSize: stage.imageSize, batchSize: size },
    // Each image is read and decoded: none comes from memory.
    ...{ captionsPerExample: captions, cacheBytes: 0, random: new SeededRandom(0) },
  });
  const random = new SeededRandom(1);
  const load = async () => void (await loader.next());
  const step = async () => {
    const losses = stage.step(await loader.next(), random, options.movingAverage.decay);
    await Promise.all(Object.values(losses).map((loss) => loss.data()));
    tf.dispose(Object.values(losses));
  };
  const imagesPerSecond = async (work: () => Promise<void>, times: number) => {
    const begin = performance.now();
    for (let time = 0; time < times; time++) await work();
    return (1000 * size * times) / (performance.now() - begin);
  };
  // The first step compiles, the second settles memory.
  await imagesPerSecond(step, 2);
  const loaded: number[] = [];
  const trained: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    trained.push(await imagesPerSecond(step, STEPS));
    // Batches that were made ahead, during steps, do not count.
    await imagesPerSecond(load, 3);
    loaded.push(await imagesPerSecond(load, Math.ceil(IMAGES / size)));
  }
  await loader.close();
  const [fast, slow] = [median(loaded), median(trained)];
  const name = `${'I'.repeat(options.stage)}, ${stage.imageSize}×${stage.imageSize}`;
  const figures = [Math.round(fast).toLocaleString('en'), slow.toPrecision(3)];
  rows.push(
    `| ${name} | ${figures.join(' | ')} | ${(fast / slow).toFixed(0)} | ${BOUNDS[options.stage]} |`,
  );
  if (fast / slow < BOUNDS[options.stage]) process.exitCode = 1;
}
