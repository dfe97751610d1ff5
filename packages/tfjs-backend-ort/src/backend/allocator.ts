import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** The largest block, in bytes, that glibc takes as a measure; with room for its own header. */
const LARGEST = 2 ** 25 - 2 ** 16;

/**
 * Lets glibc's allocator keep large blocks that are freed. It hands them back to the system, and takes
 * each page anew with the next, until a block so large has been freed once; from then on it keeps
 * smaller ones. Pictures of a sampling cost up to a third of its time otherwise. The block is never
 * touched, so it takes no memory; it goes with the next garbage collection. Other allocators take no notice.
 * Source: malloc's dynamic threshold, mallopt(3), M_MMAP_THRESHOLD.
 */
export function keepFreedBlocks(): void {
  new ArrayBuffer(LARGEST);
}

/**
 * Collects garbage now, where Node lets us: what was dropped may be as large as all weights, and a step
 * that allocates nothing gives V8 no reason to look.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('globalThis.gc') as (() => void) | undefined)?.();
}
