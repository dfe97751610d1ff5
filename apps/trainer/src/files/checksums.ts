import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentParts, type FileContent } from './write-atomically.js';

/** The checksums of the other files of a folder, as `sha256sum --check` reads them. */
const CHECKSUM_FILE = 'SHA256SUMS';

/** A file that is missing, or is not what was written. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/** Writes `files` by `write`, and their checksums as the last file. */
export async function writeWithChecksums(
  files: Readonly<Record<string, FileContent>>,
  write: (name: string, data: FileContent) => Promise<void>,
): Promise<void> {
  const lines: string[] = [];
  for (const [name, data] of Object.entries(files)) {
    await write(name, data);
    lines.push(`${sha256(data)}  ${name}\n`);
  }
  await write(CHECKSUM_FILE, lines.join(''));
}

/**
 * The contents of the named files of a folder that `writeWithChecksums` filled. Throws ChecksumError
 * for a file that is missing or changed, and the error of the file system for one that cannot be read.
 */
export async function readWithChecksums<Name extends string>(
  folder: string,
  names: readonly Name[],
): Promise<Record<Name, Buffer>> {
  const sums = parseSums((await readPart(folder, CHECKSUM_FILE)).toString('utf8'));
  const contents = {} as Record<Name, Buffer>;
  for (const name of names) {
    const data = await readPart(folder, name);
    const expected = sums.get(name);
    if (sha256(data) !== expected) {
      const why = expected === undefined ? `is not in ${CHECKSUM_FILE}` : 'has another checksum';
      throw new ChecksumError(`${name} ${why}`);
    }
    contents[name] = data;
  }
  return contents;
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  return readFile(join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    throw new ChecksumError(`${name} is missing`);
  });
}

const parseSums = (text: string): Map<string, string> =>
  new Map(
    [...text.matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm)].map(([, sum, name]) => [name!, sum!] as const),
  );

function sha256(data: FileContent): string {
  const hash = createHash('sha256');
  for (const part of contentParts(data)) hash.update(part);
  return hash.digest('hex');
}
