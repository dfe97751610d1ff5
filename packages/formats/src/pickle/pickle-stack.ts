import { fault } from '../shared/fault.js';

/** A Python tuple; Python's lists become arrays, its dictionaries Maps. */
export class PickleTuple {
  constructor(readonly items: readonly unknown[]) {}
}

/** The stack of a pickle, with its marks: nothing below the last mark may be popped. */
export class PickleStack {
  readonly #values: unknown[] = [];
  readonly #marks: number[] = [];

  push(value: unknown): void {
    this.#values.push(value);
  }

  pop(): unknown {
    const value = this.top();
    this.#values.pop();
    return value;
  }

  top(): unknown {
    if (this.#values.length === this.#floor) throw fault('pickle pops from nothing');
    return this.#values.at(-1);
  }

  mark(): void {
    this.#marks.push(this.#values.length);
  }

  /** Whether anything lies above the last mark; if not, `POP` removes the mark itself. */
  get atMark(): boolean {
    return this.#marks.at(-1) === this.#values.length;
  }

  popToMark(): unknown[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw fault('pickle has no mark to go back to');
    return this.#values.splice(mark);
  }

  popTuple(length: number): PickleTuple {
    const begin = this.#values.length - length;
    if (begin < this.#floor) throw fault('pickle pops from nothing');
    return new PickleTuple(this.#values.splice(begin));
  }

  popText(): string {
    const value = this.pop();
    if (typeof value !== 'string')
      throw fault('pickle names a global by something other than text');
    return value;
  }

  get #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }
}
