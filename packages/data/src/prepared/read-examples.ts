import { join } from 'node:path';

import { byteLines } from '../files/byte-lines.js';
import { incomplete, readAs } from './incomplete.js';
import type { PreparedExample, PreparedInfo } from './prepared-dataset.js';
import { DATASET_FILE, examplesFile } from './prepared-files.js';
import { exampleSchema } from './prepared-schema.js';

/** The examples of a prepared folder, and where their parts are in its other files. */
export interface ReadExamples {
  readonly examples: PreparedExample[];
  /** The row of the embeddings where each example begins. */
  readonly firstRows: number[];
  /** Offset and length of each example's image of each size, one after another. */
  readonly places: number[];
}

/**
 * Reads `examples.jsonl` line by line. Throws {@link DatasetError} `incomplete` for a line that does
 * not fit `info`, and for other counts.
 */
export async function readExamples(directory: string, info: PreparedInfo): Promise<ReadExamples> {
  const schema = exampleSchema(info);
  const classes = new Map(info.classNames.map((name, index) => [name, index]));
  const examples: PreparedExample[] = [];
  const firstRows: number[] = [];
  const places: number[] = [];
  let [number, captionCount, train] = [0, 0, 0];
  try {
    for await (const line of byteLines(join(directory, examplesFile))) {
      number += 1;
      const text = line.toString().replace(/\n$/, '');
      if (text === '') continue;
      const stored = readAs(directory, text, schema, `${examplesFile}, line ${number}`);
      const { id, split, captions, attributes, statements, box } = stored;
      firstRows.push(captionCount);
      places.push(...stored.images.flat());
      examples.push({
        ...{ index: examples.length, id, split, captions, class: classes.get(stored.class)! },
        ...(attributes && { attributes }),
        ...(statements && { statements }),
        ...(box && { box }),
      });
      captionCount += captions.length;
      if (split === 'train') train += 1;
    }
  } catch (cause) {
    if (cause instanceof RangeError) throw incomplete(directory, cause.message, cause);
    throw cause;
  }
  requireCounts(directory, info, {
    ...{ train, test: examples.length - train, captions: captionCount },
  });
  return { examples, firstRows, places };
}

function requireCounts(
  directory: string,
  { counts }: PreparedInfo,
  found: Record<'train' | 'test' | 'captions', number>,
): void {
  for (const name of ['train', 'test', 'captions'] as const) {
    if (found[name] === counts[name]) continue;
    throw incomplete(
      directory,
      `${DATASET_FILE}: counts.${name} is ${counts[name]}, ${examplesFile} holds ${found[name]}`,
    );
  }
}
