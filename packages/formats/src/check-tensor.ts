import { isLittleEndianMachine } from './byte-order.js';
import { FormatError } from './errors.js';
import { bytesPerElement, type HostTensor } from './host-tensor.js';

/** Throws FormatError for a tensor of an unknown type or whose data does not fit its shape. */
export function checkTensor(format: string, name: string, { dtype, shape, data }: HostTensor) {
  const refuse = (reason: string): never => {
    throw new FormatError(format, `tensor ${JSON.stringify(name)} ${reason}`);
  };
  if (!Object.hasOwn(bytesPerElement, dtype)) refuse(`has dtype ${dtype}, not a supported one`);
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    refuse(`has shape [${shape}], sizes must be whole numbers >= 0`);
  }
  const elements = shape.reduce((product, size) => product * size, 1);
  if (data.length !== elements || data.BYTES_PER_ELEMENT !== bytesPerElement[dtype]) {
    refuse(`of shape [${shape}] needs ${elements} ${dtype} values, got ${data.length}`);
  }
}

/** Values are written as they are in memory, and the formats want the low byte first. */
export function checkByteOrder(format: string): void {
  if (!isLittleEndianMachine) {
    throw new FormatError(format, 'needs a little-endian machine');
  }
}
