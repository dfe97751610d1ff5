import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attribute } from '@stackgan/layers';
import type { EncoderIdentity } from '@stackgan/text';
import { z } from 'zod';
import { FormatVersionError, RunDirectoryError } from '../shared/errors.js';
import { checkOptions, describeValueIssue } from '../options/check-options.js';
import type { ConditionNoise } from '@stackgan/stage2';
import type { TrainOptions } from '../options/train-options.js';
import { type MadeWith, madeWithSchema } from '../shared/made-with.js';

/** The newest layout of run directories and snapshots that this version writes and reads. */
export const RUN_FORMAT = 1;

/**
 * Stands for facts that an imported file does not state: the name of the data set, the hash of the
 * encoder.
 */
export const UNKNOWN = 'unknown';

/** options.json of a run and of each of its snapshots. */
export interface RunOptions {
  readonly format: number;
  /** Number of training steps, computed from the options and the size of the data set. */
  readonly totalSteps: number;
  readonly dataset: {
    readonly name: string;
    readonly licence: string;
    readonly attribution: string;
    /** Hex SHA-256 of all its files; undefined for imported weights. */
    readonly sha256?: string | undefined;
  };
  /** The caption encoder of the data set. */
  readonly encoder: Required<EncoderIdentity>;
  readonly options: TrainOptions;
  /** The attributes that Stage-I learns to draw, or draws as real images show them for Stage-II. */
  readonly attributes?: readonly Attribute[] | undefined;
  /**
   * The source of ε of the Stage-I below a Stage-II run, where it differs from that of Stage-II.
   */
  readonly stage1Noise?: ConditionNoise | undefined;
  /**
   * Where the weights that the run began with come from; undefined if it began untrained. A source
   * without discriminator left that untrained.
   */
  readonly from?: { readonly source: string; readonly hasDiscriminator: boolean } | undefined;
  /** The programs that began the run, and their backend; absent for imported weights. */
  readonly madeWith?: MadeWith | undefined;
}

const fileSchema = z.object({
  format: z.int(),
  totalSteps: z.int().min(1),
  dataset: z.object({
    name: z.string(),
    licence: z.string(),
    attribution: z.string(),
    sha256: z.string().optional(),
  }),
  encoder: z.object({ name: z.string(), hash: z.string(), dimension: z.int().min(1) }),
  options: z.unknown(),
  attributes: z.array(z.object({ name: z.string(), values: z.array(z.string()) })).optional(),
  stage1Noise: z.enum(['normal', 'truncated', 'none']).optional(),
  from: z.object({ source: z.string(), hasDiscriminator: z.boolean() }).optional(),
  madeWith: madeWithSchema.optional(),
});

/** The text of options.json. */
export const runOptionsText = (run: RunOptions): string => `${JSON.stringify(run, null, 2)}\n`;

/**
 * Reads options.json of `folder`, a run or a snapshot. Throws RunDirectoryError if it is missing or
 * damaged, FormatVersionError for the format of a newer version.
 */
export async function readRunOptions(folder: string): Promise<RunOptions> {
  const path = join(folder, 'options.json');
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) {
    throw new RunDirectoryError(
      `${folder} has no options.json; it is not a run, or half-written`,
      folder,
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new RunDirectoryError(`${path} is half-written; use another run or snapshot`, folder);
  }
  const format = (value as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > RUN_FORMAT) {
    throw new FormatVersionError(folder, format, RUN_FORMAT);
  }
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const fault = describeValueIssue(parsed.error.issues[0]!, value);
    throw new RunDirectoryError(`${path} is damaged: ${fault}; use another run`, folder);
  }
  return { ...parsed.data, options: checkOptions(parsed.data.options, path) };
}
