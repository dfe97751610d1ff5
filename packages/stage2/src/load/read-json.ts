import { ModelSourceError } from './load-errors.js';
import type { ModelFolder, ReadOptions } from './model-folder.js';

/** The parsed file; undefined if there is none. Throws ModelSourceError for what is no JSON. */
export async function readJson(
  folder: ModelFolder,
  file: string,
  options: ReadOptions,
): Promise<unknown> {
  const bytes = await folder.read(file, options);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const place = folder.locate(file);
    // Servers of single pages answer every address with the page.
    const what = /^\s*</.test(text) ? 'is a page, not JSON' : 'is not whole JSON';
    const wayOut = 'is the model there? A snapshot and `stackgan export --format tfjs` write one';
    throw new ModelSourceError('notJson', place, `${place} ${what}; ${wayOut}`, { cause });
  }
}
