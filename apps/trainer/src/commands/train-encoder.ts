import { mkdir, rm, rmdir } from 'node:fs/promises';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import type { EncoderOptions } from '../encoder/encoder-options.js';
import { type EncoderSettings, trainingFolder } from '../encoder/encoder-state.js';
import { heldOut, measureModel } from '../encoder/held-out.js';
import { imageFeatures } from '../encoder/image-features.js';
import { type JointModels, jointModels } from '../encoder/joint-models.js';
import { JointTraining } from '../encoder/joint-training.js';
import { PairSource } from '../encoder/pair-source.js';
import { requirePairs } from '../encoder/require-pairs.js';
import { chanceOf, poolSize } from '../encoder/retrieval.js';
import { type RetrievalReport, retrievalTable } from '../encoder/retrieval-table.js';
import { trainEncoder as train } from '../encoder/train-encoder.js';
import { writeEncoder } from '../encoder/write-encoder.js';
import type { ExtractorChoice } from '../evaluation/open-extractor.js';
import { lockFolder } from '../files/lock-folder.js';
import { requireNew } from '../run-directory/require-new.js';
import type { Context } from '../shared/context.js';
import { sayStopped } from '../shared/stopped.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan encoder train`. */
export interface TrainEncoderArguments extends ExtractorChoice, Omit<EncoderOptions, 'batch'> {
  readonly data: string;
  readonly out: string;
  /** 40, or all classes if there are fewer, if undefined. */
  readonly batch?: number | undefined;
  readonly backend: string;
}

/**
 * `stackgan encoder train`: trains a caption encoder on a prepared data set, measures it on what is
 * held out, and writes its folder. After a stop, the same command goes on.
 */
export async function trainEncoder(given: TrainEncoderArguments, context: Context): Promise<void> {
  await requireNew(given.out);
  const dataset = await openDataset(given.data);
  const folder = trainingFolder(given.out);
  try {
    const pairs = new PairSource(dataset.examples.filter(({ split }) => split === 'train'));
    const batch = requirePairs(dataset, pairs, given.kind, given.batch);
    await useBackend(given.backend, context);
    await mkdir(folder, { recursive: true });
    const unlock = await lockFolder(folder);
    try {
      await trainIn(folder, { ...given, batch }, { dataset, pairs }, context);
      await rm(folder, { recursive: true, force: true });
    } finally {
      await unlock();
      // Holds no state if it ends before the first one.
      await rmdir(folder).catch(() => undefined);
    }
  } finally {
    context.console.end();
    await dataset.close();
  }
}

async function trainIn(
  folder: string,
  { out, kind, dimension, steps, batch, seed, ...choice }: TrainEncoderArguments & EncoderOptions,
  { dataset, pairs }: { dataset: PreparedDataset; pairs: PairSource },
  context: Context,
): Promise<void> {
  const features = await imageFeatures(dataset, choice, context);
  const options = { kind, dimension, steps, batch, seed };
  const settings: EncoderSettings = {
    ...{ options, dataset: features.dataset, extractor: features.extractor },
  };
  const models = jointModels(dataset, options, features.rows.width);
  const training = new JointTraining([models.encoder, models.frozen], steps);
  try {
    const given = { training, pairs, features: features.rows, settings, folder };
    const step = await train(given, context);
    if (step < steps) sayStopped(step, 'the same command', context);
    const report = await measure(dataset, models, features.rows, context);
    const network = models.encoder.captions;
    const name = await writeEncoder(out, { network, dataset, pairs, settings, report });
    context.console.line(retrievalTable(kind, report));
    context.console.line(
      `${out}: ${name}; prepare a data set with it: stackgan prepare --encoder ${out}`,
    );
  } finally {
    training.dispose();
    models.dispose();
  }
}

async function measure(
  dataset: PreparedDataset,
  { encoder, frozen }: JointModels,
  features: Parameters<typeof heldOut>[1],
  context: Context,
): Promise<RetrievalReport> {
  const held = heldOut(dataset, features);
  const report = {
    images: held.classOf.length,
    captions: held.captions.length,
    classes: new Set(held.classOf).size,
    pool: poolSize(held.classOf.length),
    encoder: await measureModel(encoder, held, context),
    before: {
      name: dataset.info.encoder.name,
      ...(await measureModel(frozen, held, context)),
    },
    chance: chanceOf(held),
  };
  context.console.end();
  return report;
}
