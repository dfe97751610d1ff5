import { openWebFolder, type WebRequestOptions } from '@stackgan/formats';
import type { ModelStore } from './model-store.js';

/**
 * A folder on a web server; its address with or without the slash at its end, in a browser relative
 * to the page too. `requestInit` and `fetch` are as those of `loadStackGAN`.
 */
export function webStore(address: string | URL, request: WebRequestOptions = {}): ModelStore {
  const { locate, read } = openWebFolder(new URL(address, pageAddress()), request);
  return { locate, get: (file, options = {}) => read(file, options) };
}

/** The address that relative ones in a browser are relative to. */
export const pageAddress = (): string | undefined =>
  globalThis.document?.baseURI ?? globalThis.location?.href;
