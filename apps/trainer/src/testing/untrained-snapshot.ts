import type { OptionOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { RUN_FORMAT, type RunOptions } from '../run-directory/run-options.js';
import { saveSnapshot } from '../run-directory/snapshot.js';
import { loadBase } from '../training/create-run.js';
import { createStage } from '../training/create-stage.js';
import { disposeStage } from '../training/dispose-stage.js';
import { tinyEncoder, tinyOptions } from './tiny.js';

/**
 * Saves a snapshot of untrained networks in `folder`, for embeddings of `tinyEncoder`: of Stage-II
 * if `stage1`, a snapshot, is given, otherwise of Stage-I.
 */
export async function untrainedSnapshot(
  folder: string,
  overrides: OptionOverrides = {},
  stage1?: string,
): Promise<string> {
  const { dimension, name, hash } = tinyEncoder;
  const encoder = { name, hash, dimension };
  const base = stage1 === undefined ? undefined : await loadBase(stage1, encoder);
  const stage = base ? 2 : 1;
  const options = resolveOptions({
    ...{ stage, preset: 'quick-start' },
    overrides: {
      ...tinyOptions[`stage${stage}`],
      data: 'none',
      ...(base && { stage1 }),
      ...overrides,
    },
  });
  const settings: RunOptions = {
    ...{ format: RUN_FORMAT, totalSteps: 1, encoder, options },
    dataset: { name: 'tiny', licence: 'CC0', attribution: 'nobody' },
    ...(base && { stage1Noise: base.noise }),
  };
  const networks = createStage(options, { textDim: dimension }, base);
  try {
    const samples = { png: new Uint8Array(), caption: 'a caption' };
    return await saveSnapshot(folder, stage, settings, networks, samples);
  } finally {
    disposeStage(networks);
  }
}
