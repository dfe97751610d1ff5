import type { HostTensor } from './host-tensor.js';
import { fault, inFormat, quote } from './fault.js';
import { maximumGrowth } from './pth-limits.js';
import { nameTensors } from './pth-names.js';
import { readPthLegacy } from './read-pth-legacy.js';
import { readPthZip } from './read-pth-zip.js';
import { checkView, copyView } from './tensor-view.js';

/** What a `.pth` file holds. The object has no prototype, so every name is an ordinary key. */
export interface PthFile {
  readonly tensors: Record<string, HostTensor>;
}

/**
 * Reads the tensors of a `.pth` file as `torch.save` writes it, in the format of PyTorch 1.6 and
 * newer or the older one, also from Python 2. The file holds a dictionary: a `state_dict`, or a
 * checkpoint with nested dictionaries, whose tensors get names such as `state_dict.fc.weight`.
 * Everything else in it is skipped.
 *
 * Elements become `float32` (from float64, float32, float16 and bfloat16), `int32` (from int64 and
 * int32) or `uint8` (from uint8 and bool). Data is copied, so `bytes` may be reused.
 *
 * The bytes are not trusted. Such a file is a pickle, a program that can do anything when Python
 * loads it. Here it can only make dictionaries and tensors: nothing in it is run, and its claims
 * are checked before anything is allocated.
 *
 * @throws {@link FormatError} for every fault: bytes of another format, a global that is not part
 * of a tensor, a tensor beyond its storage, an int64 that does not fit `int32` or a float64 that
 * does not fit `float32`, more than 16,384 tensors, or tensors of more than 8 times the file's
 * size.
 */
export function readPth(bytes: Uint8Array): PthFile {
  return inFormat('pth', () => readTensors(bytes));
}

function readTensors(bytes: Uint8Array): PthFile {
  const { object, storages, littleEndian } = readContent(bytes);
  const named = nameTensors(object);
  let total = 0;
  for (const [name, tensor] of named) {
    total += checkView(name, tensor);
    if (total > maximumGrowth * bytes.length) {
      throw fault(
        `tensors take more than ${maximumGrowth} times the file's ${bytes.length} bytes, at ${quote(name)}`,
      );
    }
  }
  const tensors: Record<string, HostTensor> = Object.create(null) as Record<string, HostTensor>;
  for (const [name, tensor] of named) {
    tensors[name] = copyView(name, tensor, storages.get(tensor.storage.key)!, littleEndian);
  }
  return { tensors };
}

function readContent(bytes: Uint8Array) {
  const [first, second] = bytes;
  if (first === 0x50 && second === 0x4b) return readPthZip(bytes); // PK
  if (first === 0x80) return readPthLegacy(bytes); // PROTO, the first opcode of a pickle.
  throw fault('file is neither an archive nor a pickle');
}
