import { OrtDeviceError } from '../engine.js';
import type { GraphNode } from './graph.js';

/** An operation cannot be computed; the message names it with its operands. Whatever depends on it throws this when it is read. */
export class OrtOperationError extends Error {
  override readonly name = 'OrtOperationError';
}

/** What is said of a node that failed by itself; a device's error stays one. */
export function operationError({ operation, inputs }: GraphNode, cause: unknown): Error {
  const operands = inputs.map(({ value: { dtype }, shape }) => `${dtype} [${shape}]`);
  const reason = (cause as Error).message;
  const message = `${operation.name} of ${operands.join(', ') || 'nothing'} failed: ${reason}`;
  return isDeviceError(cause)
    ? new OrtDeviceError(message, { cause })
    : new OrtOperationError(message, { cause });
}

/** Whether a GPU failed rather than what it was to compute. */
export const isDeviceError = (error: unknown): boolean => error instanceof OrtDeviceError;
