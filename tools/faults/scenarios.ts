import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resolveOptions } from '../../apps/trainer/src/profiles/resolve-options.js';
import { listNumbered } from '../../apps/trainer/src/run-directory/run-directory.js';
import { differentFiles } from '../../apps/trainer/src/testing/different-files.js';
import { tinyDataset, tinyOptions } from '../../apps/trainer/src/testing/tiny-fixtures.js';
import { createRun } from '../../apps/trainer/src/training/create-run.js';
import { SeededRandom } from '../../packages/random/src/index.js';
import { countOperations, type Ended, run as runNode, stackgan } from './faulty.js';

/** What one kind of fault did. */
export interface Outcome {
  readonly fault: string;
  /** How often it was tried. */
  readonly times: number;
  /** What was lost; empty if nothing. */
  readonly lost: readonly string[];
}

/** Tiny trainings in a folder, and one that nothing disturbed. */
export interface Bench {
  readonly folder: string;
  /** A tiny data set. */
  readonly data: string;
  /** The undisturbed run. */
  readonly whole: string;
  /** Operations of the file system, and milliseconds, of a whole training. */
  readonly operations: number;
  readonly milliseconds: number;
  readonly random: SeededRandom;
  /** A new run of the same options, in `outdir` if given. */
  readonly newRun: (outdir?: string) => Promise<string>;
}

const STEPS = 12;
const STATES = 2;

export async function openBench(folder: string, seed: number): Promise<Bench> {
  const data = await tinyDataset(folder);
  const overrides = {
    ...{ data, ...tinyOptions.stage1, steps: STEPS, 'ticks.statistics': 3 },
    ...{ 'ticks.grids': 6, 'ticks.snapshots': 6, 'ticks.states': STATES },
    'preview.captions': 1,
  };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  const newRun = (outdir = join(folder, 'runs')) => createRun(options, outdir);
  const whole = await newRun();
  const begin = Date.now();
  const operations = await countOperations(train(whole), join(folder, 'count'));
  const milliseconds = Date.now() - begin;
  return { folder, data, whole, operations, milliseconds, random: new SeededRandom(seed), newRun };
}

/** Arguments of Node that train a run to its end. */
export const train = (run: string) => stackgan('train', '--resume', run, '--backend', 'ort');

/** Disturbs trainings until `times` of them were, each time another way, and lets them go on. */
export async function disturb(
  bench: Bench,
  fault: string,
  times: number,
  disturbance: (run: string) => Promise<Ended | undefined>,
  expected: (ended: Ended) => boolean,
): Promise<Outcome> {
  const lost: string[] = [];
  let done = 0;
  while (done < times) {
    const run = await bench.newRun();
    for (;;) {
      const before = await newestState(run);
      const ended = done < times ? await disturbance(run) : await runNode(train(run));
      if (ended?.code === 0) break;
      if (ended !== undefined && !expected(ended)) {
        lost.push(`it ended with ${ended.code ?? ended.signal}: ${ended.output.slice(-500)}`);
        done = times;
        break;
      }
      done += 1;
      const after = await newestState(run);
      if (after < before) lost.push(`the state of step ${before} is gone`);
    }
    lost.push(...(await differentFiles(run, bench.whole)));
  }
  return { fault, times, lost };
}

const newestState = async (run: string) => (await listNumbered(run, 'state')).at(-1)?.step ?? 0;

/** SIGKILL before any operation of the file system: also in saves and renames. */
export const killAnywhere = (bench: Bench, times: number): Promise<Outcome> =>
  disturb(
    bench,
    'SIGKILL before an operation of the file system, saves and renames included',
    times,
    (run) => runNode(train(run), { inject: `kill:${at(bench)}` }),
    ({ signal }) => signal === 'SIGKILL',
  );

/** SIGKILL, SIGTERM or SIGINT at any time: also while networks are built or compiled. */
export const signalAnytime = (
  bench: Bench,
  name: 'SIGKILL' | 'SIGTERM' | 'SIGINT',
  times: number,
): Promise<Outcome> =>
  disturb(
    bench,
    `${name} at any time`,
    times,
    (run) => {
      const after = bench.random.integer(bench.milliseconds);
      return runNode(train(run), { signal: { name, after } });
    },
    ({ signal, code }) => signal === name || code === 130,
  );

/** The disk is full from some operation on. */
export const fillDisk = (bench: Bench, times: number): Promise<Outcome> =>
  disturb(
    bench,
    'disk full (ENOSPC) from some write on',
    times,
    (run) => runNode(train(run), { inject: `full:${at(bench)}` }),
    ({ code, output }) => code === 1 && output.includes('no space left on the disk'),
  );

/** A bit of the newest state flips, or the file is cut off. */
export const damageState = (bench: Bench, times: number): Promise<Outcome> =>
  disturb(
    bench,
    'a bit of the newest state flipped, or a file of it cut off',
    times,
    async (run) => {
      const ended = await runNode(train(run), { inject: `kill:${at(bench)}` });
      const states = await listNumbered(run, 'state');
      // With a single state there would be none before it.
      if (ended.code !== 0 && states.length > 1) await damage(states.at(-1)!.path, bench.random);
      return ended;
    },
    ({ signal }) => signal === 'SIGKILL',
  ).then(({ lost, ...outcome }) => ({
    ...outcome,
    // The damaged state itself is gone, as it must be.
    lost: lost.filter((line) => !/^the state of step \d+ is gone$/.test(line)),
  }));

async function damage(state: string, random: SeededRandom): Promise<void> {
  const names = ['tensors.safetensors', 'state.json', 'SHA256SUMS'];
  const file = join(state, names[random.integer(names.length)]!);
  const bytes = await readFile(file);
  const at = random.integer(bytes.length);
  if (random.integer(2) === 0) return truncate(file, at);
  bytes[at]! ^= 1 << random.integer(8);
  await writeFile(file, bytes);
}

/** Two trainers on one run directory: the second refuses and names the first. */
export async function trainTwice(bench: Bench, times: number): Promise<Outcome> {
  const lost: string[] = [];
  for (let time = 0; time < times; time++) {
    const run = await bench.newRun();
    const ended = await Promise.all([runNode(train(run)), runNode(train(run))]);
    const codes = ended.map(({ code }) => code).sort();
    const refusal = ended.find(({ code }) => code === 1)?.output ?? '';
    // The second may begin when the first has ended.
    if (codes.join() !== '0,0' && !/process \d+ on .* works in /.test(refusal))
      lost.push(`they ended with ${codes.join(' and ')}: ${refusal.slice(-500)}`);
    lost.push(...(await differentFiles(run, bench.whole)));
  }
  return { fault: 'two trainers on one run directory', times, lost };
}

/** A random operation of a whole training. */
const at = ({ random, operations }: Bench) => 1 + random.integer(operations);
