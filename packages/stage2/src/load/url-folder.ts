import { openWebFolder, type WebFileError, type WebRequestOptions } from '@stackgan/formats';
import { ModelSourceError } from './load-errors.js';
import type { ModelFolder } from './model-folder.js';

/** A folder on a web server; `url` with or without the slash at its end. */
export function openUrlFolder(url: URL, request: WebRequestOptions): ModelFolder {
  const { locate, read } = openWebFolder(url, request);
  return {
    locate,
    read: (file, options) =>
      read(file, options).catch((cause: unknown) => {
        const { name, address, message } = cause as WebFileError;
        if (name !== 'WebFileError') throw cause;
        throw new ModelSourceError('unreachable', address, message, { cause });
      }),
  };
}
