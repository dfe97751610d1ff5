import { engine, type Variable } from '@tensorflow/tfjs-core';
import type { Value } from '../graph/graph.js';
import type { TensorStore } from './tensor-store.js';

interface Displaced {
  readonly dataId: object;
  readonly value: Value;
  readonly isBorrowed: boolean | undefined;
}

/**
 * The values of variables before a recording assigned them, to restore them if the recording fails.
 */
export class DisplacedValues {
  private readonly before = new Map<Variable, Displaced>();

  constructor(private readonly tensors: TensorStore) {}

  /** Notes the variables that may be about to lose `dataId`, or a copy of them that does. */
  note(dataId: object): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      if (variable.dataId !== dataId || this.before.has(variable)) continue;
      const value = this.tensors.contentOf(variable);
      this.before.set(variable, { dataId, value, isBorrowed: value.isBorrowed });
    }
  }

  /** The variables that were assigned and are not disposed of. */
  get variables(): Variable[] {
    return this.assigned().map(([variable]) => variable);
  }

  /**
   * Gives variables their previous values back; nothing may have been freed since the recording.
   */
  restore(): void {
    const { tensors } = this;
    const assigned = this.assigned();
    this.before.clear();
    // All of them first: an assignment may free retired memory.
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
