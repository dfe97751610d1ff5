import util from 'node:util';

/** The functions of `node:util` that tfjs-node calls. */
export interface OldUtil {
  isArray?: (value: unknown) => boolean;
  isNullOrUndefined?: (value: unknown) => boolean;
}

/**
 * Gives `node:util` back what `@tensorflow/tfjs-node` 4.22 calls in every operation and newer Nodes
 * lack: `isNullOrUndefined` left with Node 23, `isArray` is deprecated and may follow. The fix is in
 * the sources of tfjs-node, but no release has it (tensorflow/tfjs#8425, #8609). What is there stays.
 */
export function restoreUtilFunctions(target: OldUtil = util): void {
  target.isArray ??= Array.isArray;
  target.isNullOrUndefined ??= (value) => value === null || value === undefined;
}
