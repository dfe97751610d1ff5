import { join } from 'node:path';
import { type HostTensor, readSafetensors, safetensorsParts } from '@stackgan/formats';
import type { RandomState } from '@stackgan/random';
import { z } from 'zod';
import { exists } from '../files/exists.js';
import { readWithChecksums, writeWithChecksums } from '../files/checksums.js';
import { writeFolderAtomically } from '../files/write-atomically.js';
import { compareOptions } from '../options/compare-options.js';
import { randomSchema } from '../run-directory/training-state.js';
import { EncoderTrainingError } from '../shared/errors.js';
import { ENCODER_KINDS, type EncoderOptions } from './encoder-options.js';

const STATE_FORMAT = 1;
const TENSORS_FILE = 'tensors.safetensors';
const POSITION_FILE = 'state.json';

/** What a training began with: it goes on only with the same. */
export interface EncoderSettings {
  readonly options: EncoderOptions;
  /** Hex SHA-256 of the data set. */
  readonly dataset: string;
  /** Hex SHA-256 of what decides the features of images. */
  readonly extractor: string;
}

/** All that an unfinished training needs to go on exactly. */
export interface EncoderState {
  /** Steps done. */
  readonly step: number;
  /** State of the random stream of pairs. */
  readonly random: RandomState;
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

const count = z.int().min(0);
const positionSchema = z.object({
  format: z.literal(STATE_FORMAT),
  step: count,
  random: randomSchema,
  settings: z.object({
    options: z.object({
      kind: z.enum(ENCODER_KINDS),
      ...{ dimension: count, steps: count, batch: count, seed: count },
    }),
    dataset: z.string(),
    extractor: z.string(),
  }),
});

/** The folder beside the output `out` that holds an unfinished training. */
export const trainingFolder = (out: string): string => `${out.replace(/[/\\]+$/u, '')}.training`;

/** Replaces the state in `folder`. */
export async function saveEncoderState(
  folder: string,
  settings: EncoderSettings,
  { step, random, tensors }: EncoderState,
): Promise<void> {
  const files = {
    [TENSORS_FILE]: safetensorsParts(tensors),
    [POSITION_FILE]: JSON.stringify({ format: STATE_FORMAT, step, random, settings }, null, 2),
  };
  await writeFolderAtomically(join(folder, 'state'), (write) => writeWithChecksums(files, write));
}

/**
 * The state in `folder`, undefined if there is none. Throws EncoderTrainingError for a state that is
 * damaged, or of a training with other settings.
 */
export async function loadEncoderState(
  folder: string,
  settings: EncoderSettings,
): Promise<EncoderState | undefined> {
  const path = join(folder, 'state');
  if (!(await exists(path))) return undefined;
  const { position, tensors } = await readState(path).catch((error: Error) => {
    throw new EncoderTrainingError(
      `${path} cannot be read (${error.message}); delete ${folder} to train from the start`,
    );
  });
  const { step, random, settings: saved } = position;
  if (saved.dataset !== settings.dataset) {
    throw new EncoderTrainingError(
      `${folder} is of a training on another data set (its hash is ${saved.dataset.slice(0, 8)}, ` +
        `that of --data is ${settings.dataset.slice(0, 8)}); give that one, another --out, or delete ${folder}`,
    );
  }
  const differences = compareOptions(
    { ...saved.options, extractor: saved.extractor.slice(0, 8) },
    { ...settings.options, extractor: settings.extractor.slice(0, 8) },
  );
  if (differences.length > 0) {
    throw new EncoderTrainingError(
      `${folder} is of a training with other options (${differences.join('; ')}); ` +
        `give the same ones, another --out, or delete ${folder}`,
    );
  }
  return { step, random, tensors };
}

async function readState(path: string) {
  const files = await readWithChecksums(path, [POSITION_FILE, TENSORS_FILE]);
  const value: unknown = JSON.parse(files[POSITION_FILE].toString('utf8'));
  const position = positionSchema.safeParse(value);
  if (!position.success) throw new Error(`${POSITION_FILE} is not that of this version`);
  return { position: position.data, tensors: readSafetensors(files[TENSORS_FILE]).tensors };
}
