import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { stackgan } from './faulty.js';
import { killAblate, killCommand, killEvaluate, killStart } from './kill-commands.js';
import {
  type Bench,
  damageState,
  fillDisk,
  killAnywhere,
  type Outcome,
  signalAnytime,
  trainTwice,
} from './scenarios.js';
import { fillSmallDisk } from './small-disk.js';

/** A scenario, and how often it is tried. */
interface Scenario {
  readonly try: (times: number) => Promise<Outcome>;
  /** In `npm test`. */
  readonly brief: number;
  /** In `npm run test:faults`. */
  readonly thorough: number;
}

/** Everything that is tried. */
export function scenarios(bench: Bench): Scenario[] {
  const images = join(bench.folder, 'images');
  const prepare = (out: string) => stackgan('prepare', 'folder', '--from', images, '--out', out);
  const exportRun = (out: string) =>
    stackgan('export', '--run', bench.whole, '--format', 'tfjs', '--out', out);
  return [
    { try: (times) => killAnywhere(bench, times), brief: 3, thorough: 200 },
    { try: (times) => signalAnytime(bench, 'SIGKILL', times), brief: 0, thorough: 50 },
    { try: (times) => signalAnytime(bench, 'SIGTERM', times), brief: 0, thorough: 25 },
    { try: (times) => signalAnytime(bench, 'SIGINT', times), brief: 1, thorough: 25 },
    { try: (times) => fillDisk(bench, times), brief: 1, thorough: 50 },
    { try: (times) => fillSmallDisk(bench, times), brief: 0, thorough: 20 },
    { try: (times) => damageState(bench, times), brief: 1, thorough: 50 },
    { try: (times) => trainTwice(bench, times), brief: 1, thorough: 10 },
    {
      async try(times) {
        await drawImages(images);
        return killCommand(bench, times, 'prepare', prepare);
      },
      ...{ brief: 0, thorough: 20 },
    },
    { try: (times) => killCommand(bench, times, 'export', exportRun), brief: 0, thorough: 20 },
    { try: (times) => killEvaluate(bench, times), brief: 0, thorough: 20 },
    { try: (times) => killStart(bench, times), brief: 0, thorough: 20 },
    { try: (times) => killAblate(bench, times), brief: 0, thorough: 20 },
  ];
}

/** Writes a few images with captions. */
async function drawImages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [index, background] of ['red', 'green', 'blue', 'white'].entries()) {
    const image = sharp({ create: { width: 64, height: 64, channels: 3, background } });
    await image.png().toFile(join(folder, `${index}.png`));
    await writeFile(join(folder, `${index}.txt`), `a ${background} square\n`);
  }
}
