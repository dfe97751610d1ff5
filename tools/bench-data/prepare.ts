/**
 * `npm run bench:prepare -- [--images 25000,100000] [--folder DIR]`: prepares fabricated images with
 * ten captions each, opens the data set and loads batches, each in a process of its own; writes into
 * docs/data-sets.md what memory and time that took. 100,000 images need 5 GB in DIR, by default the
 * folder of temporary files.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { machine } from '../machine.js';
import { replacePart } from '../replace-part.js';
import type { Measured } from './prepare-job.js';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '25000,100000' },
    folder: { type: 'string', default: tmpdir() },
  },
});
const folder = await mkdtemp(join(values.folder, 'stackgan-bench-'));
const rows: string[] = [];
try {
  for (const count of values.images.split(',').map(Number)) {
    const outDir = join(folder, String(count));
    const measure = async (job: 'prepare' | 'load') => {
      const measured = await run([job, outDir, String(count)]);
      console.error(`${job} ${count}: ${JSON.stringify(measured)}`);
      return measured;
    };
    const [prepared, loaded] = [await measure('prepare'), await measure('load')];
    rows.push(`| ${[whole(count), ...cells(prepared), ...cells(loaded)].join(' | ')} |`);
    await rm(outDir, { recursive: true });
  }
} finally {
  await rm(folder, { recursive: true });
}
const table = [
  `${machine()}:`,
  '',
  '| images | prepare, s | images/s | peak, MB | open, s | load, images/s | peak, MB |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(table);
await replacePart('docs/data-sets.md', 'preparing', table);

/** Runs a job in a process of its own. */
async function run(args: readonly string[]): Promise<Measured> {
  const job = join(import.meta.dirname, 'prepare-job.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    job,
    ...args,
  ]);
  return JSON.parse(stdout) as Measured;
}

function cells({ seconds, imagesPerSecond, peakMB }: Measured): string[] {
  return [seconds, imagesPerSecond, peakMB].map(whole);
}

function whole(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en');
}
