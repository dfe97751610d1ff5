import { appendFile } from 'node:fs/promises';
import { constants } from 'node:fs';

/**
 * Appends to a file, never through a symbolic link: one in a run directory from elsewhere could
 * lead to any file. Windows, which makes links for administrators only, has no such flag.
 */
export const appendToFile = (path: string, data: string | Uint8Array): Promise<void> =>
  appendFile(path, data, {
    flag: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0),
  });
