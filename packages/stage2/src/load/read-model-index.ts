import { ModelSourceError } from './load-errors.js';
import type { ModelFolder, ReadOptions } from './model-folder.js';
import {
  checkModelIndex,
  MODEL_INDEX_FILE,
  MODEL_INDEX_FORMAT,
  type ModelIndex,
} from './model-index.js';
import { readJson } from './read-json.js';

/**
 * What `folder` holds, by its `stackgan.json`. Folders from before there was one have the trainer's
 * `options.json`, which names stage and encoder; the names of their parts are known.
 */
export async function readModelIndex(
  folder: ModelFolder,
  options: ReadOptions,
): Promise<ModelIndex> {
  const value = await readJson(folder, MODEL_INDEX_FILE, options);
  if (value !== undefined) return checkModelIndex(value, folder.locate(MODEL_INDEX_FILE));
  const run = (await readJson(folder, 'options.json', options)) as
    | {
        encoder?: unknown;
        options?: { stage?: unknown; network?: { conditionNoise?: unknown } };
      }
    | null
    | undefined;
  if (run === undefined) {
    throw new ModelSourceError(
      'missing',
      folder.locate(),
      `${folder.locate()} has no ${MODEL_INDEX_FILE}; give a snapshot of the trainer or what ` +
        '`stackgan export --run <run> --format tfjs --out <folder>` writes',
    );
  }
  const isSnapshot = await folder.read('generator-average/model.json', options);
  const drawer = isSnapshot ? 'generator-average' : undefined;
  const noise = run?.options?.network?.conditionNoise ?? 'normal';
  const index = {
    format: MODEL_INDEX_FORMAT,
    encoder: run?.encoder,
    ...(noise !== 'normal' && { conditionNoise: noise }),
    ...(run?.options?.stage === 2
      ? { stage1: 'stage1', stage2: drawer ?? 'stage2' }
      : { stage1: drawer ?? 'stage1' }),
  };
  return checkModelIndex(index, folder.locate('options.json'));
}
