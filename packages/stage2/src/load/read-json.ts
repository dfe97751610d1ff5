import { ModelSourceError } from './load-errors.js';
import { locate, type ModelStore, readFile, type ReadOptions } from './model-store.js';

/** The parsed file; undefined if there is none. Throws ModelSourceError if it is not JSON. */
export async function readJson(
  store: ModelStore,
  file: string,
  options: ReadOptions,
): Promise<unknown> {
  const bytes = await readFile(store, file, options);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const place = locate(store, file);
    // Servers of single-page apps answer every address with the page.
    const what = /^\s*</.test(text) ? 'is a page, not JSON' : 'is not whole JSON';
    const wayOut = 'is the model there? A snapshot and `stackgan export --format tfjs` write one';
    throw new ModelSourceError('notJson', place, `${place} ${what}; ${wayOut}`, { cause });
  }
}
