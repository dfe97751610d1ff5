import { basename, join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { registerStackGANLayers } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import { RunDirectoryError } from '../shared/errors.js';
import { datasetHash } from '../shared/dataset-hash.js';
import { madeWith } from '../shared/made-with.js';
import { requireTraining } from '../shared/require-training.js';
import type { TrainOptions } from '../options/train-options.js';
import { saveModel } from '../run-directory/model-files.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import {
  BASE_FOLDER,
  createRunDirectory,
  findSnapshot,
  PRETRAINED_FOLDER,
} from '../run-directory/run-directory.js';
import { RUN_FORMAT, type RunOptions, runOptionsText } from '../run-directory/run-options.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { writeFileAtomically, writeFolderAtomically } from '../files/write-atomically.js';
import { copyPretrainedLosses, copyStage1Losses } from './copy-loss-networks.js';
import { describePairs } from './describe-pairs.js';
import { disposeStage } from './dispose-stage.js';
import type { Pretrained } from './pretrained.js';
import { requireSameEncoder } from '../run-directory/require-same-encoder.js';
import { requireBoxes } from './require-boxes.js';
import type { StageBase } from './stage.js';
import { drawnAttributes, stageData } from './stage-data.js';
import { saveInitial, startPretrained } from './start-pretrained.js';
import { totalSteps } from './total-steps.js';
import { openMetrics } from './training-evaluation.js';

/**
 * Creates `<outdir>/<number>-<name>` for `trainRun`; returns its path. Needs a backend for
 * metrics, for Stage-II, whose run has its own copy of the Stage-I generator, and for `pretrained`,
 * the networks that the run begins with. Throws before there is a run if something does not fit.
 */
export async function createRun(
  options: TrainOptions,
  outdir: string,
  runName = `${basename(options.data)}-stage${options.stage}`,
  pretrained?: Pretrained,
): Promise<string> {
  const dataset = await openDataset(options.data);
  await dataset.close();
  const sha256 = await datasetHash(dataset);
  requireTraining(dataset);
  // These throw before there is a run.
  describePairs(dataset, options);
  requireBoxes(dataset, options);
  (await openMetrics(options, dataset))?.extractor.dispose();
  const { name, licence, attribution, encoder, counts } = dataset.info;
  const base = await baseOf(options, encoder, pretrained);
  const attributes = drawnAttributes(options, dataset, { pretrained, base });
  const data = stageData(dataset, attributes);
  const initial = pretrained && startPretrained(pretrained, { options, encoder, data, base });
  const settings: RunOptions = {
    format: RUN_FORMAT,
    totalSteps: totalSteps(options, counts.train),
    dataset: { name, licence, attribution, sha256 },
    encoder,
    options,
    madeWith: await madeWith(),
    ...(attributes && { attributes }),
    ...(base && base.noise !== options.network.conditionNoise && { stage1Noise: base.noise }),
    ...(pretrained && {
      from: {
        source: pretrained.source,
        hasDiscriminator: pretrained.discriminator !== undefined,
      },
    }),
  };
  const run = await createRunDirectory(outdir, runName);
  if (base !== undefined) {
    await writeFolderAtomically(join(run, BASE_FOLDER), (write) =>
      saveModel(base.generator, '.', write),
    );
  }
  if (initial !== undefined) {
    await writeFolderAtomically(join(run, PRETRAINED_FOLDER), (write) =>
      saveInitial(initial.networks, write),
    );
    const { networks, optimizers, lossNetworks } = initial;
    disposeStage({ networks, optimizers, lossNetworks });
  }
  if (base !== pretrained?.base) base?.generator.dispose();
  if (pretrained?.run) await copyPretrainedLosses(options, pretrained.run, run, dataset.info);
  if (options.stage === 2 && options.stage1 !== pretrained?.base?.path) {
    await copyStage1Losses(options, options.stage1, run);
  }
  await writeFileAtomically(join(run, 'options.json'), runOptionsText(settings));
  return run;
}

/** The Stage-I that a Stage-II builds on: one of its own, or the one of `pretrained`. */
export async function baseOf(
  options: TrainOptions,
  encoder: Required<EncoderIdentity>,
  pretrained?: Pretrained,
): Promise<StageBase | undefined> {
  if (options.stage === 1) return undefined;
  const own = pretrained?.base;
  return options.stage1 === own?.path ? own : loadBase(options.stage1, encoder);
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
