import { ByteCursor } from './byte-cursor.js';
import { elementTypes } from './element-types.js';
import { t7Types, type T7Elements, type T7Source, type T7TypeName } from './t7-source.js';

/** The binary form, low byte first. `long` has the size of the machine that wrote the file. */
export class T7Binary implements T7Source {
  readonly #cursor: ByteCursor;
  readonly #longBytes: 4 | 8;

  constructor(bytes: Uint8Array, longBytes: 4 | 8) {
    this.#cursor = new ByteCursor(bytes);
    this.#longBytes = longBytes;
  }

  get position(): number {
    return this.#cursor.position;
  }

  get left(): number {
    return this.#cursor.left;
  }

  int(): number {
    return this.#cursor.i32();
  }

  long(): number {
    return this.#longBytes === 8 ? this.#cursor.u64() : this.#cursor.i32();
  }

  double(): number {
    return this.#cursor.f64(true);
  }

  bytes(length: number): Uint8Array {
    return this.#cursor.take(length);
  }

  elements(typeName: T7TypeName, elements: number): T7Elements {
    const isShort = typeName === 'Long' && this.#longBytes === 4;
    const type = isShort ? elementTypes.int32 : t7Types[typeName];
    return { type, elements, bytes: this.#cursor.take(elements * type.bytes) };
  }
}
