import { readFile } from 'node:fs/promises';

import { DatasetError } from './errors.js';

/** Lines of a text file; throws DatasetError `source`. */
export async function readLines(path: string): Promise<string[]> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '').split(/\r?\n/);
  } catch (cause) {
    throw new DatasetError('source', path, `${path} is not there or cannot be read`, { cause });
  }
}

/** Captions of a text file, one a line; throws DatasetError `source` where there is none. */
export async function readCaptions(path: string): Promise<string[]> {
  const captions = (await readLines(path)).map((line) => line.trim()).filter(Boolean);
  if (captions.length > 0) return captions;
  throw new DatasetError('source', path, `${path} holds no caption; add one`);
}
