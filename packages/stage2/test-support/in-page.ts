import { vi } from 'vitest';
import type { ServedModel } from './served-model.js';

/**
 * Runs `load` as in a page beside the served model: without Node's modules, and with addresses
 * relative to the page.
 */
export async function inPage<T>({ address }: ServedModel, load: () => Promise<T>): Promise<T> {
  const { getBuiltinModule } = process;
  Object.assign(process, { getBuiltinModule: undefined });
  vi.stubGlobal('location', { href: `${address}/page.html` });
  try {
    return await load();
  } finally {
    Object.assign(process, { getBuiltinModule });
    vi.unstubAllGlobals();
  }
}
