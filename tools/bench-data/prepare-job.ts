/** `prepare-job.ts prepare|load FOLDER COUNT`: one measurement in a process of its own, as JSON. */
import sharp from 'sharp';
import { createLoader, openDataset, prepareDataset } from '../../packages/data/src/index.js';
import { SeededRandom } from '../../packages/random/src/index.js';
import { freeEncoder, largeSource } from './large-set.js';

/** What a job measured. */
export interface Measured {
  /** Seconds of preparing, or of opening. */
  readonly seconds: number;
  /** Prepared or loaded. */
  readonly imagesPerSecond: number;
  /** Of the process. */
  readonly peakMB: number;
}

// As in the commands of the trainer.
sharp.cache(false);
const LOADED = 20_000;
const BATCH = 16;

const [, , job, outDir = '', count = ''] = process.argv;
const begin = performance.now();
const secondsSince = (from: number) => (performance.now() - from) / 1000;
let seconds: number;
let imagesPerSecond: number;
if (job === 'prepare') {
  const source = await largeSource(Number(count));
  await prepareDataset({ source, outDir, encoder: freeEncoder, sizes: [64] });
  seconds = secondsSince(begin);
  imagesPerSecond = Number(count) / seconds;
} else {
  const dataset = await openDataset(outDir);
  seconds = secondsSince(begin);
  const loader = createLoader({
    ...{ dataset, split: 'train', imageSize: 64, batchSize: BATCH },
    random: new SeededRandom(0),
  });
  const from = performance.now();
  for (let loaded = 0; loaded < LOADED; loaded += BATCH) await loader.next();
  imagesPerSecond = LOADED / secondsSince(from);
  await loader.close();
  await dataset.close();
}
// maxRSS is in kilobytes.
const peakMB = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ seconds, imagesPerSecond, peakMB } satisfies Measured));
