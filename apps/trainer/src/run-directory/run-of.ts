import { basename, dirname, join, resolve } from 'node:path';
import { exists } from '../files/exists.js';
import { AVERAGE_FOLDER } from './run-directory.js';

/**
 * The run and the step of a model that `findSnapshot` found. The run is the snapshot itself if that
 * was imported or moved out of its run, and undefined for an exported model or a package.
 */
export async function runOf(model: string): Promise<{ run: string | undefined; step: number }> {
  const step = /^snapshot-(\d+)$/.exec(basename(resolve(model)))?.[1];
  if (step !== undefined) return { run: dirname(resolve(model)), step: Number(step) };
  const isSnapshot = await exists(join(model, AVERAGE_FOLDER));
  return { run: isSnapshot ? model : undefined, step: 0 };
}
