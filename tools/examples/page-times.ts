/**
 * `npm run page-times`: builds the packages and the page of `examples/browser`, and prints how long
 * a visitor waits for its images in headless Chromium, with and without threads. Takes about two
 * minutes; other programs should be idle.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium } from '../browser/chromium.js';
import { command } from '../test/command.js';
import { packAll } from '../test/pack-all.js';
import { installExample } from './install-example.js';
import { timePage } from './time-page.js';

const VISITS = 10;

const program = findChromium();
if (program === undefined) {
  throw new Error("Chromium not found: install Debian's package chromium, or set CHROMIUM");
}
const folder = await mkdtemp(join(tmpdir(), 'stackgan-page-'));
try {
  await command('nx', ['run-many', '--target=build', '--outputStyle=static']);
  const example = join(folder, 'browser');
  await installExample('browser', await packAll(folder), example);
  await command('npm', ['run', 'build'], { cwd: example });
  for (const isolated of [true, false]) {
    const options = { isolated, visits: VISITS };
    const { threads, ...times } = await timePage(program, join(example, 'dist'), options);
    console.log(
      `${isolated ? 'isolated' : 'not isolated'}, threads: ${threads}, visits: ${VISITS}`,
    );
    for (const [name, list] of Object.entries(times)) console.log(`  ${name}: ${describe(list)}`);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Median and largest of times in milliseconds. */
function describe(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const seconds = (time: number) => `${(time / 1000).toFixed(2)} s`;
  const median = sorted[Math.floor(sorted.length / 2)]!;
  return `median ${seconds(median)}, worst ${seconds(sorted.at(-1)!)}`;
}
