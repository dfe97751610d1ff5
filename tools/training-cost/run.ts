/**
 * Measures what training at the size of the paper costs, and writes docs/training-cost.md. Takes
 * about a quarter of an hour on two cores, which should be idle otherwise.
 *
 *   npm run training-cost -- --data datasets/avatars [--threads 2,1]
 *
 * The data set needs images of 64×64 and 256×256 and embeddings of 1,024 numbers, as in the paper;
 * its other content does not matter. Threads are set by `taskset`, which Linux has.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { format } from 'prettier';
import { machine } from '../machine.js';
import { root } from '../workspaces.js';
import { type Measurement, page, readDryRun } from './page.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'datasets/avatars' },
    threads: { type: 'string', default: String(availableParallelism()) },
  },
});
const threadCounts = values.threads.split(',').map(Number);
/** gf and df of the paper, and of StackGAN-Pytorch. */
const WIDTHS = [
  { gf: 128, df: 64 },
  { gf: 192, df: 96 },
];
/** Images per step: as many as in the paper, but 4 of Stage-II, which need less memory. */
const BATCH = { 1: 64, 2: 4 } as const;

const folder = await mkdtemp(join(tmpdir(), 'stackgan-training-cost-'));
try {
  const measurements: Measurement[] = [];
  for (const { gf, df } of WIDTHS) {
    const widths = ['--network.gf', String(gf), '--network.df', String(df)];
    const outdir = join(folder, String(gf));
    // Stage-II draws with a Stage-I of the same width in each step: one step makes one.
    const brief = ['--steps', '1', '--preview.captions', '1', '--preview.latents', '1'];
    await train(1, [...widths, ...brief, '--batch.size', '2', '--outdir', outdir]);
    const [run] = await readdir(outdir);
    for (const threads of threadCounts) {
      for (const stage of [1, 2] as const) {
        const flags = [...widths, '--batch.size', String(BATCH[stage]), '--dry-run'];
        const base = stage === 2 ? ['--stage1', join(outdir, run!)] : [];
        const output = await train(stage, [...flags, ...base], threads);
        const measured = readDryRun(output);
        console.error(`stage ${stage}, ${gf}/${df}, ${threads} threads: ${measured.how}`);
        const what = { stage, widths: `${gf}/${df}`, threads, batchSize: BATCH[stage] };
        measurements.push({ ...what, ...measured });
      }
    }
  }
  const text = await format(page(measurements, machine()), { parser: 'markdown' });
  await writeFile(join(root, 'docs/training-cost.md'), text);
} finally {
  await rm(folder, { recursive: true });
}

/** Runs `stackgan train` with the preset `paper`; returns what it prints. */
async function train(stage: 1 | 2, flags: readonly string[], threads?: number): Promise<string> {
  const cli = join(root, 'apps/trainer/src/cli.ts');
  const node = [process.execPath, '--import', 'tsx', '-C', '@stackgan/source', cli];
  const preset = ['train', '--preset', 'paper', '--data', values.data, '--backend', 'ort'];
  const cores = threads === undefined ? [] : ['taskset', '--cpu-list', `0-${threads - 1}`];
  const [program, ...args] = [...cores, ...node, ...preset, '--stage', String(stage), ...flags];
  const { stdout } = await promisify(execFile)(program!, args, { maxBuffer: 2 ** 24 });
  return stdout;
}
