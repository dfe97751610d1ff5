import { join } from 'node:path';

import { readBounded } from '../files/read-bounded.js';
import { walkFolder } from '../files/walk-folder.js';
import { type FileTree, MOST_BYTES } from './file-tree.js';

/** The files of a folder at any depth. Throws DatasetError `source` for one that cannot be read. */
export async function folderTree(root: string): Promise<FileTree> {
  const { files } = await walkFolder(root, (name) => !name.startsWith('.'));
  const place = (path: string) => join(root, path);
  return {
    ...{ paths: files, place },
    read: (path, most = MOST_BYTES) => readBounded(place(path), most),
    close: () => Promise.resolve(),
  };
}
