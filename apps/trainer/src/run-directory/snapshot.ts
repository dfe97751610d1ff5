import { join } from 'node:path';
import {
  folderStore,
  type Generators,
  MODEL_INDEX_FILE,
  type ModelIndex,
  readModelIndex,
} from '@stackgan/stage2';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { RunDirectoryError } from '../shared/errors.js';
import { readEvaluationsAt } from './metrics-log.js';
import { countParameters } from '../networks/network-weights.js';
import type { Networks } from '../networks/networks.js';
import { CARD_FILE } from './card-metrics.js';
import { modelCard, SAMPLES_FILE } from './model-card.js';
import { loadModel, saveModel } from './model-files.js';
import { runIndexText } from './model-index.js';
import { noiseOfRun } from './noise-of-run.js';
import { AVERAGE_FOLDER, BASE_FOLDER, numberedPath } from './run-directory.js';
import { readRunOptions, type RunOptions, runOptionsText } from './run-options.js';
import { writeFolderAtomically } from '../files/write-atomically.js';

/** Folders inside a snapshot; Stage-II has a fourth one. */
export const FOLDERS = {
  generator: 'generator',
  average: AVERAGE_FOLDER,
  discriminator: 'discriminator',
} as const;

/** The samples of a snapshot: a grid of images, and the first of its captions. */
export interface Samples {
  readonly png: Uint8Array;
  readonly caption: string;
}

/** The folders of a snapshot that hold the generators for drawing. */
export const drawingFolders = (stage: 1 | 2): Pick<ModelIndex, 'stage1' | 'stage2'> =>
  stage === 1 ? { stage1: FOLDERS.average } : { stage1: BASE_FOLDER, stage2: FOLDERS.average };

/**
 * Writes `snapshot-<step>/`, which holds everything needed to use the networks; returns its path.
 */
export async function saveSnapshot(
  run: string,
  step: number,
  settings: RunOptions,
  { networks, base }: { networks: Networks; base?: LayersModel },
  { png, caption }: Samples,
): Promise<string> {
  const path = numberedPath(run, 'snapshot', step);
  await writeFolderAtomically(path, async (write) => {
    await saveModel(networks.generator, FOLDERS.generator, write);
    await saveModel(networks.average, FOLDERS.average, write);
    await saveModel(networks.discriminator, FOLDERS.discriminator, write);
    if (base !== undefined) await saveModel(base, BASE_FOLDER, write);
    const parameters = countParameters(networks.average);
    const evaluations = await readEvaluationsAt(run, step);
    await write(CARD_FILE, modelCard({ settings, step, parameters, caption, evaluations }));
    await write(SAMPLES_FILE, png);
    await write('options.json', runOptionsText(settings));
    const folders = drawingFolders(settings.options.stage);
    await write(MODEL_INDEX_FILE, runIndexText(folders, settings.encoder, noiseOfRun(settings)));
  });
  return path;
}

/**
 * The generators of a snapshot, of an exported model or of a package, with which `sample` draws and
 * on which Stage-II builds. Throws RunDirectoryError, ModelSourceError.
 */
export async function loadSnapshot(
  path: string,
): Promise<{ path: string; settings: RunOptions; generators: Generators }> {
  const settings = await readRunOptions(path);
  const { stage1, stage2 } = await readModelIndex(folderStore(path));
  if (stage1 === undefined) {
    const wayOut = 'give what `stackgan export --part generator` writes';
    throw new RunDirectoryError(
      `${path} has no Stage-I, without which nothing is drawn; ${wayOut}`,
      path,
    );
  }
  const generators: Generators = { stage1: await loadModel(join(path, stage1)) };
  if (stage2 === undefined) return { path, settings, generators };
  return {
    path,
    settings,
    generators: { ...generators, stage2: await loadModel(join(path, stage2)) },
  };
}
