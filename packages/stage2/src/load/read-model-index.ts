import { ModelSourceError } from './load-errors.js';
import { locate, type ModelStore, type ReadOptions } from './model-store.js';
import { checkModelIndex, MODEL_INDEX_FILE, type ModelIndex } from './model-index.js';
import { readJson } from './read-json.js';

/** What `store` holds, by its `stackgan.json`; throws ModelSourceError. */
export async function readModelIndex(
  store: ModelStore,
  options: ReadOptions = {},
): Promise<ModelIndex> {
  const value = await readJson(store, MODEL_INDEX_FILE, options);
  if (value !== undefined) return checkModelIndex(value, locate(store, MODEL_INDEX_FILE));
  throw new ModelSourceError(
    'missing',
    locate(store),
    `${locate(store)} has no ${MODEL_INDEX_FILE}; give a snapshot of the trainer or what ` +
      '`stackgan export --run <run> --format tfjs --out <folder>` writes',
  );
}
