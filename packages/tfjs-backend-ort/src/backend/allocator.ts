import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * The largest freed block, in bytes, that glibc uses to adapt its threshold, less room for its
 * header.
 */
const LARGEST = 2 ** 25 - 2 ** 16;

/**
 * Makes glibc's allocator keep large blocks that are freed. Otherwise it returns them to the system
 * and requests each page again with the next allocation, until a block of this size has been freed
 * once; from then on it keeps smaller ones. Without this, memory for images takes up to a third of
 * the time of sampling. The block is never touched, so it takes no memory, and the next garbage
 * collection frees it. Other allocators are not affected. Source: malloc's dynamic threshold,
 * mallopt(3), M_MMAP_THRESHOLD.
 */
export function keepFreedBlocks(): void {
  new ArrayBuffer(LARGEST);
}

/**
 * Collects garbage now, where Node allows it: unreachable memory may be as large as all weights,
 * and a step that allocates nothing does not trigger V8's collector.
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('globalThis.gc') as (() => void) | undefined)?.();
}
