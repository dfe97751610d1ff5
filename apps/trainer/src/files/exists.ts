import { stat } from 'node:fs/promises';

/** Whether there is a file or folder at `path` that can be reached. */
export const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
