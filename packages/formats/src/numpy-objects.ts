import type { ElementType } from './element-types.js';
import { fault } from './fault.js';
import { bytesPerElement, type HostTensor } from './host-tensor.js';
import { findNumpyType, viewNumpyArray } from './numpy-types.js';
import { PickleBytes, textOf } from './pickle-bytes.js';
import { readSizes } from './read-sizes.js';
import { copyView, type TensorView } from './tensor-view.js';

/** What a pickle makes first, and gives its state by `BUILD`. */
export abstract class NumpyObject {
  abstract setState(state: readonly unknown[], spend: (steps: number) => void): void;
}

/** A `numpy.dtype`: elements of one type, or Python's objects. */
export class NumpyType extends NumpyObject {
  /** Undefined for objects. */
  readonly type: ElementType | undefined;
  #littleEndian = true;

  constructor(readonly code: string) {
    super();
    this.type = /^O[48]?$/.test(code) ? undefined : findNumpyType(code);
  }

  get littleEndian(): boolean {
    return this.#littleEndian;
  }

  override setState([, order]: readonly unknown[]): void {
    const text = textOf(order);
    if (text !== '<' && text !== '>' && text !== '|') {
      throw fault('a numpy.dtype has no byte order');
    }
    this.#littleEndian = text !== '>';
  }
}

interface Elements {
  readonly view: TensorView;
  readonly bytes: PickleBytes;
  readonly littleEndian: boolean;
}

/** A `numpy.ndarray`. Its elements are checked at once, and copied in the end. */
export class NumpyArray extends NumpyObject {
  #content: Elements | readonly unknown[] | undefined;
  #tensor: HostTensor | undefined;

  constructor(content?: Elements) {
    super();
    this.#content = content;
  }

  override setState(state: readonly unknown[], spend: (steps: number) => void): void {
    const [version, shape, dtype, isFortran, data] = state;
    if (version !== 1 || !(dtype instanceof NumpyType)) {
      throw fault('the state of a numpy.ndarray is not a version 1, a shape, a dtype and data');
    }
    const sizes = readSizes(shape);
    spend(2 * sizes.length);
    const { type, littleEndian } = dtype;
    if (type === undefined) {
      this.#content = checkObjects(sizes, data);
    } else if (data instanceof PickleBytes) {
      const view = viewNumpyArray(type, sizes, Boolean(isFortran), data.length);
      this.#content = { view, bytes: data, littleEndian };
    } else {
      throw fault('the data of a numpy.ndarray is not a byte string');
    }
  }

  /** The objects of an array of objects. */
  get objects(): readonly unknown[] | undefined {
    return Array.isArray(this.#content) ? (this.#content as readonly unknown[]) : undefined;
  }

  /** Copies the elements, once; tells `allocate` before how many bytes that takes. */
  toTensor(allocate: (bytes: number) => void): HostTensor {
    if (this.#tensor !== undefined) return this.#tensor;
    const content = this.#content;
    if (content === undefined || !('view' in content)) throw fault('a numpy.ndarray has no state');
    const { view, bytes, littleEndian } = content;
    allocate(view.storage.elements * bytesPerElement[view.storage.type.dtype]);
    return (this.#tensor = copyView('array', view, bytes.bytes, littleEndian));
  }
}

/** Python's objects are written as a list. */
function checkObjects(shape: readonly number[], data: unknown): readonly unknown[] {
  if (!Array.isArray(data) || shape.length !== 1 || shape[0] !== data.length) {
    throw fault(
      `a numpy.ndarray of objects has the shape (${shape.join()}); only one axis is read, pickle array.tolist()`,
    );
  }
  return data as readonly unknown[];
}
