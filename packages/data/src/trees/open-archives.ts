import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import type { FileTree } from './file-tree.js';
import { tarTree } from './tar-tree.js';
import { zipTree } from './zip-tree.js';

/** Archives are told by their first bytes; this only says which files to look at. */
const ARCHIVE_NAME = /\.(?:tgz|tar|tar\.gz|zip)$/i;

/**
 * The files of an archive (`.tgz`, `.tar.gz`, `.tar`, `.zip`), or of all archives at the top of a
 * folder, as if they were unpacked there; undefined if it has none. What the folder has already at
 * its top is left out: that archive was unpacked. Throws {@link DatasetError} `source` for a damaged
 * archive.
 */
export async function openArchives(path: string): Promise<FileTree | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return openArchive(path);
  const names = await readdir(path).catch(() => []);
  const trees: FileTree[] = [];
  try {
    for (const name of names.sort()) {
      if (ARCHIVE_NAME.test(name)) trees.push(await openArchive(join(path, name)));
    }
  } catch (error) {
    await closeAll(trees);
    throw error;
  }
  return trees.length === 0 ? undefined : joinTrees(trees, new Set(names));
}

async function openArchive(path: string): Promise<FileTree> {
  const file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(512) }).finally(() => file.close());
  if (buffer.readUInt16BE(0) === 0x1f8b || buffer.toString('latin1', 257, 262) === 'ustar') {
    return tarTree(path);
  }
  if (buffer.readUInt16BE(0) === 0x504b) return zipTree(path);
  const message = `${path} is no archive (.tgz, .tar, .zip); give one, or a folder`;
  throw new DatasetError('source', path, message);
}

/** The files of `trees` not below `unpacked`; of equal paths, the file of the first tree. */
function joinTrees(trees: readonly FileTree[], unpacked: ReadonlySet<string>): FileTree {
  const owners = new Map<string, FileTree>();
  for (const tree of trees) {
    for (const path of tree.paths) {
      if (!owners.has(path) && !unpacked.has(path.split('/')[0]!)) owners.set(path, tree);
    }
  }
  return {
    paths: [...owners.keys()],
    read: (path, most) => (owners.get(path) ?? trees[0]!).read(path, most),
    close: () => closeAll(trees),
  };
}

const closeAll = async (trees: readonly FileTree[]): Promise<void> => {
  await Promise.all(trees.map((tree) => tree.close()));
};
