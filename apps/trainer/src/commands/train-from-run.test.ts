import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRuns } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { quietContext, temporaryFolder, tinyDataset, tinyOptions } from '../testing/tiny.js';
import { train, type TrainArguments } from './train.js';

const common = {
  preset: undefined,
  profile: undefined,
  resume: undefined,
  tensorboard: false,
  dryRun: false,
};

async function trained(outdir: string, given: Partial<TrainArguments>) {
  const context = quietContext();
  await train({ ...common, outdir, overrides: {}, backend: 'ort', ...given }, context);
  return { run: (await listRuns(outdir)).at(-1)!, text: context.lines.join('\n') };
}

it('repeats a run by its options alone, bit by bit, or with some replaced', async () => {
  const folder = await temporaryFolder();
  const outdir = join(folder, 'runs');
  const data = await tinyDataset(folder);
  const overrides = { stage: 1, data, ...tinyOptions.stage1, seed: 5, steps: 2 };
  const first = await trained(outdir, { overrides });
  expect((await readRunOptions(first.run)).madeWith).toMatchObject({
    '@tensorflow/tfjs-core': expect.stringMatching(/^4\./) as string,
    node: process.versions.node,
    backend: 'ort',
  });

  const again = await trained(outdir, { fromRun: first.run });
  expect(again.run).not.toBe(first.run);
  expect(again.text).not.toContain('other programs');
  const state = (run: string) => readFile(join(run, 'state-000002', 'tensors.safetensors'));
  expect((await state(again.run)).equals(await state(first.run))).toBe(true);
  const other = await trained(outdir, { fromRun: first.run, overrides: { seed: 6 } });
  expect((await state(other.run)).equals(await state(first.run))).toBe(false);

  await rm(data, { recursive: true });
  await tinyDataset(folder, { count: 12 });
  await expect(trained(outdir, { fromRun: first.run })).rejects.toThrow('is not the data set that');
});

it.each([
  [{ preset: 'paper' }, '--from-run takes all options of a run; leave out --preset'],
  [{ from: 'x' }, '--from-run takes all options of a run; leave out --from'],
  [{ dryRun: true }, '--from-run takes all options of a run; leave out --dry-run'],
  [{ resume: 'latest' }, '--from-run starts a new run, and --resume continues one'],
])('refuses %o beside it', async (given, message) => {
  await expect(trained('runs', { fromRun: 'runs/00000-x', ...given })).rejects.toThrow(message);
});
