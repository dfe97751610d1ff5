import util from 'node:util';

/** The functions of `node:util` that tfjs-node calls. */
export interface OldUtil {
  isArray?: (value: unknown) => boolean;
  isNullOrUndefined?: (value: unknown) => boolean;
}

/**
 * Restores the functions of `node:util` that `@tensorflow/tfjs-node` 4.22 calls in every operation:
 * `isNullOrUndefined` was removed in Node 23, `isArray` is deprecated. The sources of tfjs-node
 * have the fix, but no release does (tensorflow/tfjs#8425, #8609). Existing functions are kept.
 */
export function restoreUtilFunctions(target: OldUtil = util): void {
  target.isArray ??= Array.isArray;
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
