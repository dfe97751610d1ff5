import { shownValue } from '@stackgan/formats';
import * as z from 'zod/mini';
import { type ConditionNoise, noiseOfStages, type StageNoise } from '../drawing/condition-noise.js';
import { ModelSourceError } from './load-errors.js';

/** The file of a model that says where its parts are. */
export const MODEL_INDEX_FILE = 'stackgan.json';
/** The newest form of it that this version writes and reads. */
export const MODEL_INDEX_FORMAT = 1;

// A name, not a path: a model's files stay within its folder.
const folder = z.string().check(z.regex(/^[\w-]{1,100}$/));
const noise = z.enum(['normal', 'truncated', 'none']);
const schema = z.object({
  format: z.int().check(z.minimum(1)),
  stage1: z.exactOptional(folder),
  stage2: z.exactOptional(folder),
  encoder: z.exactOptional(
    z.object({
      name: z.string(),
      dimension: z.int().check(z.minimum(1)),
      hash: z.exactOptional(z.string()),
      folder: z.exactOptional(folder),
    }),
  ),
  conditionNoise: z.exactOptional(
    z.union([z.enum(['truncated', 'none']), z.object({ stage1: noise, stage2: noise })]),
  ),
  examples: z.exactOptional(z.array(z.string())),
});

/**
 * `stackgan.json`: the folders that hold the `model.json` of each generator, the caption encoder
 * they were trained with (absent if unknown) and the folder that holds it, if the model brings it, the
 * distribution of ε if it is not N(0, I), one per stage if they differ, and example captions of what
 * the model can draw.
 */
export type ModelIndex = z.infer<typeof schema>;

/** What is wrong with a field that the schema refuses. */
const WAYS_OUT: Readonly<Record<string, string>> = {
  format: '; export the model again',
  stage1: '; it must be the name of a folder',
  stage2: '; it must be the name of a folder',
  encoder:
    ', without name, dimension or a hash that is text, or with a folder that is no name of one; export the model again',
  conditionNoise:
    '; it is truncated, none or left out, or says for stage1 and stage2 each whether it is normal, truncated or none',
  examples: '; it must be a list of captions',
};

/** Checks a parsed `stackgan.json`; throws ModelSourceError that names `file`. */
export function checkModelIndex(value: unknown, file: string): ModelIndex {
  const found = (value ?? {}) as Record<string, unknown>;
  const { data, error } = schema.safeParse(found);
  if (error) {
    const field = String(error.issues[0]?.path[0] ?? 'format');
    const text =
      found[field] === undefined ? `no ${field}` : `${field} ${shownValue(found[field])}`;
    throw new ModelSourceError('damaged', file, `${file} has ${text}${WAYS_OUT[field]}`);
  }
  if (data.format > MODEL_INDEX_FORMAT) {
    const known = `this version reads up to ${MODEL_INDEX_FORMAT}; install a newer @stackgan/stage2`;
    throw new ModelSourceError('newerFormat', file, `${file} has format ${data.format}, ${known}`);
  }
  return data;
}

/**
 * The text of `stackgan.json`; `conditionNoise` is the distribution of ε of the generators in it.
 */
export function modelIndexText({
  conditionNoise = 'normal',
  ...parts
}: Pick<ModelIndex, 'stage1' | 'stage2' | 'encoder' | 'examples'> & {
  readonly conditionNoise?: ConditionNoise | StageNoise;
}): string {
  const { stage1, stage2 } = noiseOfStages(conditionNoise);
  const isOne = parts.stage2 === undefined || stage1 === stage2;
  const index: ModelIndex = { format: MODEL_INDEX_FORMAT, ...parts };
  if (!isOne) index.conditionNoise = { stage1, stage2 };
  else if (stage1 !== 'normal') index.conditionNoise = stage1;
  return `${JSON.stringify(index, null, 2)}\n`;
}
