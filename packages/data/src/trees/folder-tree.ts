import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { walkFolder } from '../files/walk-folder.js';
import { DatasetError } from '../shared/errors.js';
import { type FileTree, MOST_BYTES } from './file-tree.js';

/** The files of a folder at any depth. Throws DatasetError `source` for one that cannot be read. */
export async function folderTree(root: string): Promise<FileTree> {
  const { files } = await walkFolder(root, (name) => !name.startsWith('.'));
  const place = (path: string) => join(root, path);
  return {
    ...{ paths: files, place },
    async read(path, most = MOST_BYTES) {
      const file = place(path);
      try {
        const { size } = await stat(file);
        if (size <= most) return await readFile(file);
      } catch (cause) {
        const message = `${file} does not exist or cannot be read`;
        throw new DatasetError('source', file, message, { cause });
      }
      throw new DatasetError('source', file, `${file} has more than ${most} bytes`);
    },
    close: () => Promise.resolve(),
  };
}
