import { isDeviceError, OrtDeviceError } from '../errors/device-error.js';
import { OrtOperationError } from '../errors/operation-error.js';
import type { GraphNode } from '../graph/graph.js';

/**
 * The error of a node whose computation failed with `cause`: an `OrtDeviceError` if `cause` is one,
 * else an `OrtOperationError`.
 */
export function failedOperation({ operation, inputs }: GraphNode, cause: unknown): Error {
  const operands = inputs.map(({ value: { dtype }, shape }) => `${dtype} [${shape}]`);
  const reason = (cause as Error).message;
  const message = `${operation.name} of ${operands.join(', ') || 'nothing'} failed: ${reason}`;
  return isDeviceError(cause)
    ? new OrtDeviceError(message, { cause })
    : new OrtOperationError(message, { cause });
}
