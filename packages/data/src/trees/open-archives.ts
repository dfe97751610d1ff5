import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import type { FileTree } from './file-tree.js';
import { tarTree } from './tar-tree.js';
import { zipTree } from './zip-tree.js';

/** Archives are told by their first bytes; this only says which files to look at. */
export const ARCHIVE_NAME = /\.(?:tgz|tar|tar\.gz|zip)$/i;

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
      if (await isArchive(path, name)) trees.push(await openArchive(join(path, name)));
    }
  } catch (error) {
    await closeAll(trees);
    throw error;
  }
  return trees.length === 0 ? undefined : joinTrees(trees, new Set(names));
}

/** Whether an entry of a folder is an archive by its name; macOS has files such as `._cats.zip`. */
async function isArchive(folder: string, name: string): Promise<boolean> {
  if (name.startsWith('.') || !ARCHIVE_NAME.test(name)) return false;
  const found = await stat(join(folder, name)).catch(() => undefined);
  return found?.isFile() ?? false;
}

async function openArchive(path: string): Promise<FileTree> {
  const file = await open(path);
  const { buffer } = await file.read({ buffer: Buffer.alloc(512) }).finally(() => file.close());
  if (buffer.readUInt16BE(0) === 0x1f8b || buffer.toString('latin1', 257, 262) === 'ustar') {
    return tarTree(path);
  }
  if (buffer.readUInt16BE(0) === 0x504b) return zipTree(path);
  const message = `${path} is no archive (.tgz, .tar, .zip); fetch it again or remove it`;
  throw new DatasetError('source', path, message);
}

/** The files of `trees` not below `unpacked`; of equal paths, the file of the first tree. */
function joinTrees(trees: readonly FileTree[], unpacked: ReadonlySet<string>): FileTree {
  const isRead = (path: string) => !unpacked.has(path.split('/')[0]!);
  const owners = new Map<string, FileTree>();
  const doubled: string[] = [];
  for (const tree of trees) {
    for (const path of tree.paths.filter(isRead)) {
      if (owners.has(path)) doubled.push(path);
      else owners.set(path, tree);
    }
  }
  const used = new Set(owners.values());
  return {
    archives: trees.filter((tree) => used.has(tree)).flatMap(({ archives }) => archives),
    paths: [...owners.keys()],
    links: trees.flatMap(({ links }) => links.filter(isRead)),
    doubled,
    read: (path, most) => (owners.get(path) ?? trees[0]!).read(path, most),
    close: () => closeAll(trees),
  };
}

const closeAll = async (trees: readonly FileTree[]): Promise<void> => {
  await Promise.all(trees.map((tree) => tree.close()));
};
