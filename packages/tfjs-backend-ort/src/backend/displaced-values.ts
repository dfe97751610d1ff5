import { engine, type Variable } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import type { TensorStore } from './tensor-store.js';

interface Displaced {
  readonly dataId: object;
  readonly value: Value;
  readonly isBorrowed: boolean | undefined;
}

/** What variables held before they were assigned in a recording, to be given back to them should that fail. */
export class DisplacedValues {
  private readonly before = new Map<Variable, Displaced>();

  constructor(private readonly tensors: TensorStore) {}

  /** Notes which variables may be about to lose `dataId`; it may be a copy of one that goes, too. */
  note(dataId: object): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      if (variable.dataId !== dataId || this.before.has(variable)) continue;
      const value = this.tensors.contentOf(variable);
      this.before.set(variable, { dataId, value, isBorrowed: value.isBorrowed });
    }
  }

  /** The variables that were assigned and are still there. */
  get variables(): Variable[] {
    return this.assigned().map(([variable]) => variable);
  }

  /** Gives variables back what they held; nothing may have been freed since. */
  restore(): void {
    const { tensors } = this;
    const assigned = this.assigned();
    this.before.clear();
    // All of it first: an assignment may free what is gone.
    for (const [, { value, isBorrowed }] of assigned) {
      tensors.buffers.keep(value);
      value.isBorrowed = isBorrowed;
    }
    for (const [variable, { dataId, value }] of assigned) {
      const held = tensors.has(dataId) ? tensors.share(dataId) : tensors.tensorOf(value);
      variable.assign(held);
      held.dispose();
    }
  }

  private assigned(): [Variable, Displaced][] {
    return [...this.before].filter(
      ([variable, { dataId }]) => !variable.isDisposed && variable.dataId !== dataId,
    );
  }
}
