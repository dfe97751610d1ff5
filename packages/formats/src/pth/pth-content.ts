import { fault, quote } from '../shared/fault.js';
import type { PthStorage } from './pth-objects.js';

/** What a file of either format holds. */
export interface PthContent {
  /** The object that was saved. */
  readonly object: unknown;
  /** Bytes of the storages by key. */
  readonly storages: ReadonlyMap<string, Uint8Array>;
  readonly littleEndian: boolean;
}

export function checkStorage({ key, type, elements }: PthStorage, bytes: number): void {
  if (elements * type.bytes !== bytes) {
    throw fault(
      `storage ${quote(key)} of ${elements} elements of ${type.bytes} bytes has ${bytes} bytes`,
    );
  }
}
