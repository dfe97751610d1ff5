import { join } from 'node:path';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { quietContext, tinyDataset, tinyOptions } from './tiny.js';

/**
 * Trains a tiny Stage-I run and a Stage-II run on it with `tinyDataset`; returns the data and their
 * snapshots.
 */
export async function trainTiny(
  folder: string,
): Promise<{ data: string; stage1: string; stage2: string }> {
  const data = await tinyDataset(folder);
  const train = async (stage: 1 | 2, overrides: object) => {
    const options = resolveOptions({
      stage,
      preset: 'quick-start',
      overrides: { data, ...overrides },
    });
    const run = await createRun(options, join(folder, 'runs'));
    await trainRun(run, quietContext());
    return findSnapshot(run);
  };
  const stage1 = await train(1, tinyOptions.stage1);
  return { data, stage1, stage2: await train(2, { ...tinyOptions.stage2, stage1 }) };
}
