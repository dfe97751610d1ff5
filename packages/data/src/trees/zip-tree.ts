import { type Entry, openPromise } from 'yauzl';

import { archiveFault, ArchivePaths } from './archive-paths.js';
import type { FileTree } from './file-tree.js';

/**
 * The files of a `.zip` archive, read where they are. Throws DatasetError `source` for a path that
 * leads out of it, and for a damaged archive.
 */
export async function zipTree(archive: string): Promise<FileTree> {
  const zip = await openPromise(archive, { autoClose: false }).catch((cause: unknown) => {
    throw archiveFault(archive, cause);
  });
  const paths = new ArchivePaths(archive);
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue;
      paths.add(entry.fileName, entries.length, entry.uncompressedSize);
      entries.push(entry);
    }
  } catch (cause) {
    zip.close();
    throw archiveFault(archive, cause);
  }
  return {
    paths: paths.paths,
    async read(path, most) {
      const entry = entries[paths.find(path, most)]!;
      try {
        const chunks: Buffer[] = [];
        // A stream that gives more or fewer bytes than the directory says ends with an error.
        for await (const chunk of await zip.openReadStreamPromise(entry))
          chunks.push(chunk as Buffer);
        return Buffer.concat(chunks);
      } catch (cause) {
        return paths.refuse(path, `cannot be read: ${(cause as Error).message}`, cause);
      }
    },
    close() {
      zip.close();
      return Promise.resolve();
    },
  };
}
