import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { DATASET_FILE, type PreparedDataset } from '@stackgan/data';

/** Hex SHA-256 of all files of a prepared data set, which identifies what was computed from it. */
export async function datasetHash({ directory, info }: PreparedDataset): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [DATASET_FILE, ...Object.keys(info.files).sort()]) {
    hash.update(`${file}\n`);
    await pipeline(createReadStream(join(directory, file)), hash, { end: false });
  }
  return hash.digest('hex');
}
