import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cubSource, prepareDataset } from '@stackgan/data';
import { expect, it } from 'vitest';
import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { listRuns } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { copySet } from '../testing/copy-set.js';
import { quietContext, tinyOptions } from '../testing/tiny.js';
import { followDataset } from '../training/follow-dataset.js';
import { train, type TrainArguments } from './train.js';

/** CUB, whose reference averages four captions. */
async function preparedCub(): Promise<string> {
  const folder = await copySet('cub');
  const outDir = join(folder, 'set');
  await prepareDataset({ source: await cubSource({ folder }), outDir, sizes: [64] });
  return outDir;
}

const { 'batch.captions': _, ...tiny } = tinyOptions.stage1;

it('is that of the data set, unless a flag or a profile says it, or the data set is old', async () => {
  const data = await preparedCub();
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides: { data } });
  const captions = async (chosen: OptionOverrides) =>
    (await followDataset(options, {}, chosen)).batch.captions;
  expect(options.batch.captions).toBe(1);
  expect(await captions({ data, 'batch.size': 2 })).toBe(4);
  expect(await captions({ 'batch.captions': 1 })).toBe(1);
  const path = join(data, 'dataset.json');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/,\s*"captionsPerDraw": 4/, ''));
  expect(await captions({})).toBe(1);
});

it('is kept by a run, which is resumed with or without its preset', async () => {
  const data = await preparedCub();
  const outdir = join(data, '..', 'runs');
  const run = async (given: Partial<TrainArguments>) => {
    const none = { preset: undefined, profile: undefined, resume: undefined };
    const flags = { tensorboard: false, dryRun: false, backend: 'ort', outdir };
    const overrides = { stage: 1, data, ...tiny, steps: 1 };
    await train({ ...none, ...flags, overrides, ...given }, quietContext());
  };
  await run({});
  const [first] = await listRuns(outdir);
  expect((await readRunOptions(first!)).options.batch.captions).toBe(4);
  await run({ resume: first!, preset: 'quick-start' });
  await expect(run({ resume: first!, overrides: { 'batch.captions': 1 } })).rejects.toThrow(
    /batch\.captions/,
  );
  await run({ profile: 'pytorch', overrides: { stage: 1, data, ...tiny, steps: 1 } });
  const second = (await listRuns(outdir)).at(-1)!;
  expect((await readRunOptions(second)).options.batch.captions).toBe(1);
});
