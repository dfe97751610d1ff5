import type { z } from 'zod';

import { readJson } from '../files/read-json.js';
import { DatasetError } from '../shared/errors.js';

/** A prepared folder that is not as its `dataset.json` says; `reason` names the file. */
export function incomplete(directory: string, reason: string, cause?: unknown): DatasetError {
  return new DatasetError(
    'incomplete',
    directory,
    `The data set in ${directory} is incomplete: ${reason}; remove the folder and prepare again`,
    { cause },
  );
}

/** `readJson` for the folder's files; throws DatasetError `incomplete`. */
export function readAs<T>(directory: string, text: string, schema: z.ZodType<T>, label: string): T {
  try {
    return readJson(text, schema, label);
  } catch (cause) {
    throw incomplete(directory, (cause as Error).message, cause);
  }
}
