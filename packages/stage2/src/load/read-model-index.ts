import { ModelSourceError } from './load-errors.js';
import type { ModelFolder, ReadOptions } from './model-folder.js';
import { checkModelIndex, MODEL_INDEX_FILE, type ModelIndex } from './model-index.js';
import { readJson } from './read-json.js';

/** What `folder` holds, by its `stackgan.json`; throws ModelSourceError. */
export async function readModelIndex(
  folder: ModelFolder,
  options: ReadOptions,
): Promise<ModelIndex> {
  const value = await readJson(folder, MODEL_INDEX_FILE, options);
  if (value !== undefined) return checkModelIndex(value, folder.locate(MODEL_INDEX_FILE));
  throw new ModelSourceError(
    'missing',
    folder.locate(),
    `${folder.locate()} has no ${MODEL_INDEX_FILE}; give a snapshot of the trainer or what ` +
      '`stackgan export --run <run> --format tfjs --out <folder>` writes',
  );
}
