import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';
import type { EncoderIdentity } from './encoder-identity.js';
import { ModelSourceError } from './load-errors.js';

/** File of a model's folder that says where its parts are. */
export const MODEL_INDEX_FILE = 'stackgan.json';
/** The newest form of it that this version writes and reads. */
export const MODEL_INDEX_FORMAT = 1;

/** `stackgan.json`: what a folder holds that can be drawn with. */
export interface ModelIndex {
  readonly format: number;
  /** Folder with the `model.json` of the Stage-I generator. */
  readonly stage1?: string;
  /** The same of the Stage-II generator. */
  readonly stage2?: string;
  /** Left out where nobody knows. */
  readonly encoder?: EncoderIdentity;
  /** Where ε comes from if it is not N(0, I); one for each stage where they differ. */
  readonly conditionNoise?: Exclude<ConditionNoise, 'normal'> | StageNoise;
}

/** Checks a parsed `stackgan.json`; throws ModelSourceError that names `file`. */
export function checkModelIndex(value: unknown, file: string): ModelIndex {
  const index = (value ?? {}) as Partial<ModelIndex>;
  const fail = (fault: 'damaged' | 'newerFormat', what: string) => {
    throw new ModelSourceError(fault, file, `${file} ${what}`);
  };
  if (!Number.isInteger(index.format) || index.format! < 1) {
    const found =
      index.format === undefined ? 'no format' : `format ${JSON.stringify(index.format)}`;
    fail('damaged', `has ${found}; export the model again`);
  }
  if (index.format! > MODEL_INDEX_FORMAT) {
    const known = `this version reads up to ${MODEL_INDEX_FORMAT}`;
    fail('newerFormat', `has format ${index.format}, ${known}; install a newer @stackgan/stage2`);
  }
  for (const stage of ['stage1', 'stage2'] as const) {
    const folder: unknown = index[stage];
    // A name, not a path: a model's files stay within its folder.
    if (folder !== undefined && !(typeof folder === 'string' && /^[\w-]+$/.test(folder))) {
      fail('damaged', `has ${stage} ${JSON.stringify(folder)}; it must be the name of a folder`);
    }
  }
  if (index.encoder !== undefined && !isEncoderIdentity(index.encoder)) {
    const found = JSON.stringify(index.encoder);
    fail(
      'damaged',
      `has encoder ${found}, without name, dimension or a hash that is text; export the model again`,
    );
  }
  const noise: unknown = index.conditionNoise;
  if (noise !== undefined && noise !== 'truncated' && noise !== 'none' && !isStageNoise(noise)) {
    fail(
      'damaged',
      `has conditionNoise ${JSON.stringify(noise)}; it is truncated, none or left out, or says for stage1 and stage2 ` +
        'each whether it is normal, truncated or none',
    );
  }
  return index as ModelIndex;
}

function isStageNoise(value: unknown): value is StageNoise {
  const { stage1, stage2 } = (value ?? {}) as Partial<StageNoise>;
  return [stage1, stage2].every(
    (noise) => noise === 'normal' || noise === 'truncated' || noise === 'none',
  );
}

function isEncoderIdentity(value: unknown): value is EncoderIdentity {
  const { name, dimension, hash } = (value ?? {}) as Partial<EncoderIdentity>;
  return (
    typeof name === 'string' &&
    Number.isInteger(dimension) &&
    dimension! > 0 &&
    (hash === undefined || typeof hash === 'string')
  );
}
