import { checkByteOrder, checkTensor } from '../shared/check-tensor.js';
import type { HostTensor, TensorDataType } from '../shared/host-tensor.js';
import { PickleWriter } from '../pickle/pickle-writer.js';
import { fault, inFormat, quote } from '../shared/fault.js';
import { maximumNameLength, maximumRank, maximumTensors } from '../shared/limits.js';
import { writeZip } from '../zip/write-zip.js';

const storages: Record<TensorDataType, string> = {
  float32: 'FloatStorage',
  int32: 'IntStorage',
  uint8: 'ByteStorage',
};

/** Batch normalisation of PyTorch counts its steps in an int64 scalar of this name. */
const countedInInt64 = /(^|\.)num_batches_tracked$/;

/**
 * Writes tensors as one `.pth` file, in the order given, as `torch.save` writes an ordered
 * dictionary since PyTorch 1.6: `torch.load(path, weights_only=True)` reads it and
 * `load_state_dict` accepts it. `float32`, `int32` and `uint8` stay; `int32` scalars named
 * `num_batches_tracked` become int64.
 *
 * @throws {@link FormatError} for a tensor whose data does not fit its shape, with more than 64
 * axes or a name of more than 1,024 characters; for more than 16,384 tensors; for 4 GB or more.
 */
export function writePth(tensors: Readonly<Record<string, HostTensor>>): Uint8Array {
  checkByteOrder('pth');
  return inFormat('pth', () => writeArchive(tensors));
}

function writeArchive(tensors: Readonly<Record<string, HostTensor>>): Uint8Array {
  const named = Object.entries(tensors);
  if (named.length > maximumTensors) {
    throw fault(`${named.length} tensors are more than ${maximumTensors}`);
  }
  const pickle = new PickleWriter();
  const data = new Map<string, Uint8Array>();
  pushOrderedDict(pickle).opcode('MARK');
  for (const [i, [name, tensor]] of named.entries()) {
    checkName(name);
    checkTensor('pth', name, tensor);
    if (tensor.shape.length > maximumRank) {
      throw fault(`tensor ${quote(name)} has more than ${maximumRank} axes`);
    }
    const storage = toStorage(name, tensor);
    pushTensor(pickle.text(name), tensor, storage.type, String(i));
    data.set(`archive/data/${i}`, storage.bytes);
  }
  pickle.opcode('SETITEMS');
  return writeZip(
    new Map([
      ['archive/data.pkl', pickle.end()],
      ['archive/byteorder', new TextEncoder().encode('little')],
      ...data,
      ['archive/version', new TextEncoder().encode('3\n')],
    ]),
  );
}

function toStorage(name: string, { dtype, shape, data }: HostTensor) {
  if (dtype === 'int32' && shape.length === 0 && countedInInt64.test(name)) {
    const wide = BigInt64Array.from(data, BigInt);
    return { type: 'LongStorage', bytes: new Uint8Array(wide.buffer) };
  }
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { type: storages[dtype], bytes };
}

/** Arguments of `torch._utils._rebuild_tensor_v2`: storage, offset, shape, strides, gradients. */
function pushTensor(pickle: PickleWriter, { shape, data }: HostTensor, type: string, key: string) {
  pickle.global('torch._utils', '_rebuild_tensor_v2').opcode('MARK');
  pickle.opcode('MARK').text('storage').global('torch', type).text(key).text('cpu');
  pickle.integer(data.length).opcode('TUPLE', 'BINPERSID');
  pickle.integer(0).integers(shape).integers(rowMajorStrides(shape)).opcode('NEWFALSE');
  pushOrderedDict(pickle).opcode('TUPLE', 'REDUCE');
}

function pushOrderedDict(pickle: PickleWriter): PickleWriter {
  return pickle.global('collections', 'OrderedDict').opcode('EMPTY_TUPLE', 'REDUCE');
}

/** The strides in PyTorch, where a size of 0 counts as 1. */
function rowMajorStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= Math.max(size, 1);
    if (!Number.isSafeInteger(stride)) throw fault(`shape [${shape}] is beyond 2^53 elements`);
  }
  return strides;
}

function checkName(name: string): void {
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(
    new TextEncoder().encode(name),
  );
  if (decoded !== name || name.length > maximumNameLength) {
    throw fault(`name ${quote(name)} is not Unicode, or longer than ${maximumNameLength}`);
  }
}
