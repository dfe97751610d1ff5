/**
 * `npm run bench:loader -- --data datasets/avatars`: compares how fast the loader makes batches of
 * quick-start from disk with how fast its training steps take them, and writes into
 * docs/performance.md. The data set needs images of 64×64 and 256×256.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPreset } from '../../apps/trainer/src/presets/find-preset.js';
import { createLoader, openDataset } from '../../packages/data/src/index.js';
import { SeededRandom } from '../../packages/random/src/index.js';
import { replacePart } from '../replace-part.js';
import { readDryRun } from '../training-cost/page.js';
import { runTraining } from '../training-cost/run-training.js';

const { values } = parseArgs({
  options: { data: { type: 'string', default: 'datasets/avatars' } },
});
/** Least speed of the loader relative to that of a step. */
const BOUNDS = { 1: 20, 2: 10 } as const;
const IMAGE_SIZE = { 1: 64, 2: 256 } as const;
/** Seconds that the loader is timed. */
const SECONDS = 5;
const WARM_UP = 20;

const folder = await mkdtemp(join(tmpdir(), 'stackgan-bench-'));
const rows: string[] = [];
let failed = false;
try {
  const quickStart = ['--preset', 'quick-start', '--data', values.data];
  // Stage-II draws with a Stage-I: one step makes one. It needs no trained loss networks for it.
  const losses = ['--loss.matchingWeight', '0', '--loss.attributeWeight', '0'];
  const plain = ['--network.textCode', 'false', '--network.attributePrior', 'false'];
  const brief = ['--steps', '1', '--preview.captions', '1', '--preview.latents', '1'];
  const flags = ['--stage', '1', ...losses, ...plain, ...brief, '--outdir', folder];
  await runTraining([...quickStart, ...flags]);
  const [run] = await readdir(folder);
  for (const stage of [1, 2] as const) {
    const loaded = await loadedPerSecond(stage);
    const base = stage === 2 ? ['--stage1', join(folder, run!)] : [];
    const flags = ['--stage', String(stage), ...base, '--dry-run'];
    const output = await runTraining([...quickStart, ...flags]);
    const { imagesPerSecond: trained } = readDryRun(output);
    const ratio = loaded / trained;
    failed ||= ratio < BOUNDS[stage];
    const side = IMAGE_SIZE[stage];
    const figures = [Math.round(loaded).toLocaleString('en'), trained, ratio.toFixed(1)];
    rows.push(
      `| ${'I'.repeat(stage)}, ${side}×${side} | ${figures.join(' | ')} | ${BOUNDS[stage]} |`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}
const table = [
  `${cpus()[0]!.model.trim()}, cores: ${availableParallelism()}, Node ${process.versions.node}:`,
  '',
  '| stage | loader, images/s | step, images/s | ratio | at least |',
  '| --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(table);
await replacePart('docs/performance.md', 'loader', table);
process.exitCode = failed ? 1 : 0;

/** Images per second of the loader, each read and decoded: none comes from its cache. */
async function loadedPerSecond(stage: 1 | 2): Promise<number> {
  const { batch } = findPreset('quick-start', stage).options;
  const dataset = await openDataset(values.data);
  const loader = createLoader({
    ...{ dataset, split: 'train', imageSize: IMAGE_SIZE[stage], cacheBytes: 0 },
    ...{ batchSize: batch.size, captionsPerExample: batch.captions },
    random: new SeededRandom(0),
  });
  for (let done = 0; done < WARM_UP; done++) await loader.next();
  const begin = performance.now();
  let batches = 0;
  for (; performance.now() - begin < SECONDS * 1000; batches++) await loader.next();
  const seconds = (performance.now() - begin) / 1000;
  await loader.close();
  await dataset.close();
  return (batches * batch.size) / seconds;
}
