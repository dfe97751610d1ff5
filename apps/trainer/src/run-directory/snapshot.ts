import { join } from 'node:path';
import { countParameters } from '../training/network-weights.js';
import type { Stage } from '../training/stage.js';
import { modelCard, SAMPLES_FILE } from './model-card.js';
import { loadModel, saveModel } from './model-files.js';
import { AVERAGE_FOLDER, BASE_FOLDER, numberedPath } from './run-directory.js';
import { readRunOptions, type RunOptions, runOptionsText } from './run-options.js';
import { writeFolderAtomically } from './write-atomically.js';

/** Folders inside a snapshot; Stage-II has a fourth one. */
export const FOLDERS = {
  generator: 'generator',
  average: AVERAGE_FOLDER,
  discriminator: 'discriminator',
} as const;

/** What a snapshot shows of itself: a grid, and the first of its captions. */
export interface Samples {
  readonly png: Uint8Array;
  readonly caption: string;
}

/** Writes `snapshot-<step>/`, all that using the networks needs; returns its path. */
export async function saveSnapshot(
  run: string,
  step: number,
  settings: RunOptions,
  { networks, base }: Stage,
  { png, caption }: Samples,
): Promise<string> {
  const path = numberedPath(run, 'snapshot', step);
  await writeFolderAtomically(path, async (write) => {
    await saveModel(networks.generator, FOLDERS.generator, write);
    await saveModel(networks.average, FOLDERS.average, write);
    await saveModel(networks.discriminator, FOLDERS.discriminator, write);
    if (base !== undefined) await saveModel(base, BASE_FOLDER, write);
    const parameters = countParameters(networks.average);
    await write('README.md', modelCard({ settings, step, parameters, caption }));
    await write(SAMPLES_FILE, png);
    await write('options.json', runOptionsText(settings));
  });
  return path;
}

/** What `sample` and Stage-II need of a snapshot: the averages that draw. */
export async function loadSnapshot(path: string) {
  const settings = await readRunOptions(path);
  const generator = await loadModel(join(path, FOLDERS.average));
  const base = settings.options.stage === 2 ? await loadModel(join(path, BASE_FOLDER)) : undefined;
  return { path, settings, generator, base };
}
