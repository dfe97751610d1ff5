import { type FolderSourceOptions, readFolder } from '../folder/folder-source.js';
import { shown } from './count-notice.js';
import { checkPublished } from './open-published.js';
import type { SourceCheck } from './source-check.js';

/** Checks a folder of your own images by reading it as `folderSource` does. */
export const checkFolder = (options: FolderSourceOptions): Promise<SourceCheck> =>
  checkPublished(options.folder, (files) =>
    files.read({ path: '.', from: 'a folder with your images' }, async () => {
      const value = await readFolder(files.folder, options);
      return { value, holds: `${shown(value.size ?? 0)} images with captions` };
    }),
  );
