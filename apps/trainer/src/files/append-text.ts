import { appendFile } from 'node:fs/promises';
import { constants } from 'node:fs';

/**
 * Appends text to a file, never through a symbolic link: one in a run directory from elsewhere could
 * lead to any file. Windows, which makes links for administrators only, has no such flag.
 */
export const appendText = (path: string, text: string): Promise<void> =>
  appendFile(path, text, {
    flag: constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0),
  });
