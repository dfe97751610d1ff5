import { isLittleEndianMachine } from './byte-order.js';
import { FormatError } from './errors.js';
import { bytesPerElement, type HostTensor, type TensorShape } from './host-tensor.js';

/**
 * The number of elements of a tensor. Throws FormatError for an unknown type and for sizes that are
 * none.
 */
export function checkShape(format: string, name: string, { dtype, shape }: TensorShape): number {
  if (!Object.hasOwn(bytesPerElement, dtype)) {
    throw refusal(format, name, `has dtype ${dtype}, not a supported one`);
  }
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    throw refusal(format, name, `has shape [${shape}], sizes must be whole numbers >= 0`);
  }
  return shape.reduce((product, size) => product * size, 1);
}

/** Throws FormatError for a tensor of an unknown type or whose data does not fit its shape. */
export function checkTensor(format: string, name: string, { dtype, shape, data }: HostTensor) {
  const elements = checkShape(format, name, { dtype, shape });
  if (data.length !== elements || data.BYTES_PER_ELEMENT !== bytesPerElement[dtype]) {
    const reason = `of shape [${shape}] needs ${elements} ${dtype} values, got ${data.length}`;
    throw refusal(format, name, reason);
  }
}

const refusal = (format: string, name: string, reason: string): FormatError =>
  new FormatError(format, `tensor ${JSON.stringify(name)} ${reason}`);

/** Values are written as they are in memory, and the formats want the low byte first. */
export function checkByteOrder(format: string): void {
  if (!isLittleEndianMachine) {
    throw new FormatError(format, 'needs a little-endian machine');
  }
}
