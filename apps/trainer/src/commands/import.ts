import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { type FormatError, readPth } from '@stackgan/formats';
import { MODEL_INDEX_FILE } from '@stackgan/stage2';
import { ImportError, UsageError } from '../shared/errors.js';
import { importPytorch, type ImportedNetworks } from '../exchange/import-pytorch.js';
import type { PytorchFile } from '../exchange/unwrap-state-dict.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { CARD_FILE } from '../run-directory/card-metrics.js';
import { modelCard } from '../run-directory/model-card.js';
import { saveModel } from '../run-directory/model-files.js';
import { runIndexText } from '../run-directory/model-index.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { BASE_FOLDER, numberedPath } from '../run-directory/run-directory.js';
import {
  RUN_FORMAT,
  type RunOptions,
  runOptionsText,
  UNKNOWN,
} from '../run-directory/run-options.js';
import { requireNew } from '../run-directory/require-new.js';
import { drawingFolders, FOLDERS } from '../run-directory/snapshot.js';
import { writeFolderAtomically } from '../files/write-atomically.js';
import { countParameters } from '../networks/network-weights.js';
import type { Context } from '../shared/context.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan import`. */
export interface ImportArguments {
  readonly generator: string;
  readonly generatorKey?: string | undefined;
  readonly discriminator: string | undefined;
  readonly discriminatorKey?: string | undefined;
  readonly data: string | undefined;
  readonly out: string;
  readonly backend: string;
}

/** `stackgan import stackgan-pytorch`: makes a run with one snapshot from .pth files. */
export async function importRun(given: ImportArguments, context: Context): Promise<void> {
  await requireNew(given.out);
  if (given.discriminatorKey !== undefined && given.discriminator === undefined) {
    throw new UsageError('--discriminator-key needs --discriminator');
  }
  const drawn = await readFileOf(given.generator);
  const judging = given.discriminator && (await readFileOf(given.discriminator));
  const source = await sourceOf(given.data);
  await useBackend(given.backend, context);
  const networks = importPytorch(drawn, judging || undefined, {
    generator: given.generatorKey,
    discriminator: given.discriminatorKey,
  });
  for (const note of networks.notes) context.console.line(note);
  const settings = settingsOf(networks, source, given);
  await writeRun(given.out, networks, settings, basename(given.generator));
  const { stage, gf } = networks.sizes;
  context.console.line(
    `${given.out}: Stage-${stage === 1 ? 'I' : 'II'}, gf ${gf}, ` +
      `${countParameters(networks.generator).toLocaleString('en')} parameters, ` +
      `text of ${settings.encoder.name}, ${settings.encoder.dimension} numbers`,
  );
}

async function readFileOf(file: string): Promise<PytorchFile> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new ImportError(`${file} cannot be read (${error.message}); give a .pth file`);
  });
  try {
    return { file, dict: readPth(bytes).tensors };
  } catch (error) {
    const { name, reason } = error as FormatError;
    if (name !== 'FormatError') throw error;
    throw new ImportError(`${file} is not a readable file of torch.save: ${reason}`);
  }
}

type Source = Pick<RunOptions, 'dataset' | 'encoder'>;

/** The data set and the encoder of the weights, as far as they are known. */
async function sourceOf(data: string | undefined): Promise<Source | undefined> {
  if (data === undefined) return undefined;
  const dataset = await openDataset(data);
  await dataset.close();
  const { name, licence, attribution, encoder } = dataset.info;
  return { dataset: { name, licence, attribution }, encoder };
}

function settingsOf(
  { sizes, df }: ImportedNetworks,
  source: Source | undefined,
  { generator, data, out }: ImportArguments,
): RunOptions {
  const { stage, gf, conditionDim, textDim, latentDim, residualBlocks } = sizes;
  const unknown: Source = {
    dataset: { name: UNKNOWN, licence: UNKNOWN, attribution: 'not stated in the file' },
    encoder: { name: 'an unknown encoder', hash: UNKNOWN, dimension: textDim },
  };
  const { dataset, encoder } = source ?? unknown;
  if (encoder.dimension !== textDim) {
    throw new ImportError(
      `${generator} reads embeddings of ${textDim} numbers, ${data} has ${encoder.dimension} (${encoder.name}); ` +
        'give the data set that it was trained on, or leave out --data',
    );
  }
  const network = {
    'network.gf': gf,
    ...(df && { 'network.df': df }),
    'network.conditionDim': conditionDim,
    ...(latentDim && { 'network.latentDim': latentDim }),
    ...(stage === 2 && {
      'network.residualBlocks': residualBlocks,
      stage1: join(out, BASE_FOLDER),
    }),
    data: data ?? 'unknown',
  };
  const options = resolveOptions({
    stage,
    preset: 'paper',
    profile: 'pytorch',
    overrides: network,
  });
  return { format: RUN_FORMAT, totalSteps: 1, dataset, encoder, options };
}

async function writeRun(
  out: string,
  { generator, base, discriminator }: ImportedNetworks,
  settings: RunOptions,
  origin: string,
): Promise<void> {
  await writeFolderAtomically(out, async (write) => {
    const snapshot = numberedPath('.', 'snapshot', 0);
    const save = (model: typeof generator, folder: string) =>
      saveModel(model, join(snapshot, folder), write);
    await save(generator, FOLDERS.generator);
    await save(generator, FOLDERS.average);
    if (discriminator) await save(discriminator, FOLDERS.discriminator);
    if (base) await save(base, BASE_FOLDER);
    const parameters = countParameters(generator);
    const card = modelCard({ settings, step: 0, parameters, origin });
    await write(join(snapshot, CARD_FILE), card);
    await write(join(snapshot, 'options.json'), runOptionsText(settings));
    const folders = drawingFolders(settings.options.stage);
    const index = runIndexText(folders, settings.encoder, noiseOfRun(settings));
    await write(join(snapshot, MODEL_INDEX_FILE), index);
    await write('options.json', runOptionsText(settings));
  });
}
