import { cp, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerStackGANLayers } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { RunDirectoryError } from '../shared/errors.js';
import { requireTraining } from '../shared/require-training.js';
import type { TrainOptions } from '../options/train-options.js';
import { saveModel } from '../run-directory/model-files.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import {
  ATTRIBUTES_FOLDER,
  BASE_FOLDER,
  createRunDirectory,
  findSnapshot,
  MATCHING_FOLDER,
} from '../run-directory/run-directory.js';
import { RUN_FORMAT, type RunOptions, runOptionsText } from '../run-directory/run-options.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { writeFileAtomically, writeFolderAtomically } from '../files/write-atomically.js';
import { describePairs } from './describe-pairs.js';
import { needsMatching } from './open-matching.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { requireBoxes } from './require-boxes.js';
import type { StageBase } from './stage.js';
import { totalSteps } from './total-steps.js';

/**
 * Creates `<outdir>/<number>-<name>` for `trainRun`; returns its path. Needs a backend for
 * Stage-II, whose run has its own copy of the Stage-I generator.
 */
export async function createRun(
  options: TrainOptions,
  outdir: string,
  runName = `${basename(options.data)}-stage${options.stage}`,
): Promise<string> {
  const dataset = await openDataset(options.data);
  await dataset.close();
  requireTraining(dataset);
  // Both throw before there is a run.
  describePairs(dataset, options);
  requireBoxes(dataset, options);
  const { name, licence, attribution, encoder, counts } = dataset.info;
  const base = options.stage === 2 ? await loadBase(options.stage1, encoder) : undefined;
  const settings: RunOptions = {
    format: RUN_FORMAT,
    totalSteps: totalSteps(options, counts.train),
    dataset: { name, licence, attribution },
    encoder,
    options,
    ...(base && base.noise !== options.network.conditionNoise && { stage1Noise: base.noise }),
  };
  const run = await createRunDirectory(outdir, runName);
  if (base !== undefined) {
    await writeFolderAtomically(join(run, BASE_FOLDER), (write) =>
      saveModel(base.generator, '.', write),
    );
    base.generator.dispose();
    if (options.stage === 2) await copyLossNetworks(options, options.stage1, run);
  }
  await writeFileAtomically(join(run, 'options.json'), runOptionsText(settings));
  return run;
}

/** Stage-II uses the loss networks and text codes of its Stage-I. */
async function copyLossNetworks(options: TrainOptions, stage1: string, run: string): Promise<void> {
  const folders = [
    ...(needsMatching(options) ? [MATCHING_FOLDER] : []),
    ...(options.loss.attributeWeight > 0 ? [ATTRIBUTES_FOLDER] : []),
  ];
  const from = dirname(await findSnapshot(stage1));
  for (const folder of folders) {
    if (!(await stat(join(from, folder)).catch(() => undefined))) continue;
    await cp(join(from, folder), join(run, folder), { recursive: true });
  }
}

/**
 * The Stage-I generator of a snapshot or run, with the noise that it was trained with. Throws if it
 * does not fit `encoder`.
 */
export async function loadBase(
  path: string,
  encoder: Required<EncoderIdentity>,
): Promise<StageBase> {
  registerStackGANLayers();
  const snapshot = await loadSnapshot(await findSnapshot(path));
  if (snapshot.settings.options.stage !== 1) {
    throw new RunDirectoryError(
      `${snapshot.path} is of stage 2; --stage1 needs a snapshot of stage 1`,
      snapshot.path,
    );
  }
  const { imageSize } = snapshot.settings.options.network;
  if (imageSize !== 64) {
    throw new RunDirectoryError(
      `${snapshot.path} draws ${imageSize}×${imageSize}; Stage-II builds on a Stage-I of 64×64`,
      snapshot.path,
    );
  }
  requireSameEncoder(snapshot.path, snapshot.settings.encoder, encoder);
  return { generator: snapshot.generators.stage1, noise: noiseOfRun(snapshot.settings).stage1 };
}
