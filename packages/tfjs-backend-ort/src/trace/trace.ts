import { engine, type Tensor, Variable } from '@tensorflow/tfjs-core';
import type { OrtBackend } from '../backend/backend.js';
import { type HostData, sameShape, type Value } from '../graph/graph.js';
import type { Schedule } from '../graph/schedule.js';
import { OrtTraceError } from '../errors/trace-error.js';

/** If copies leave more garbage than this, in bytes, it is collected at once. */
const LARGE = 2 ** 24;

/** The source of an input of the recorded graph in each call. */
type Source =
  | { readonly kind: 'argument'; readonly index: number }
  | { readonly kind: 'variable'; readonly variable: Variable }
  | { readonly kind: 'constant'; readonly value: Value };

/** The graph that a call of a function recorded, to be computed again with other arguments. */
export class Trace {
  private readonly inputs: readonly Source[];
  private readonly numbers: readonly Source[];
  /** Variables that the graph assigns, with the position of the new value among its outputs. */
  private readonly assigned: readonly { variable: Variable; output: number }[];
  /** For each result its position among the graph's outputs, and its shape. */
  private readonly results: readonly { output: number; shape: number[] }[];

  /**
   * Calls `body` with its own tensors in place of `given`, and computes the operations that it
   * records.
   */
  static record(
    backend: OrtBackend,
    given: readonly Tensor[],
    body: (own: readonly Tensor[]) => readonly Tensor[],
  ): { trace: Trace; results: readonly Tensor[] } {
    // Arguments and variables may be pending.
    backend.flush();
    for (const tensor of given) backend.tensors.computed(tensor);
    const own = given.map((tensor) => backend.tensors.borrow(tensor));
    const before = new Map<Value, Source>();
    for (const variable of separateVariables(backend)) {
      before.set(backend.tensors.contentOf(variable), { kind: 'variable', variable });
    }
    own.forEach((tensor, index) => {
      before.set(backend.tensors.contentOf(tensor), { kind: 'argument', index });
    });
    let results: readonly Tensor[] = [];
    const values = [...before.keys()];
    try {
      for (const value of values) value.isGiven = true;
      const trace = backend.capture(
        () => (results = body(own)),
        (work, assigned) => new Trace(backend, work, before, results, assigned),
      );
      return { trace, results };
    } catch (error) {
      // The caller does not get them; tensors that existed before the call, and variables, stay.
      for (const tensor of results) {
        const isPending =
          backend.tensors.has(tensor.dataId) && backend.tensors.contentOf(tensor).node;
        if (isPending && !(tensor instanceof Variable)) tensor.dispose();
      }
      throw error;
    } finally {
      for (const value of values) value.isGiven = false;
      for (const tensor of own) tensor.dispose();
    }
  }

  private constructor(
    private readonly backend: OrtBackend,
    private readonly work: Schedule,
    sources: ReadonlyMap<Value, Source>,
    results: readonly Tensor[],
    assigned: readonly Variable[],
  ) {
    const sourceOf = (value: Value): Source => {
      // Values that are neither arguments nor variables belong to the graph from now on.
      const source = sources.get(value) ?? { kind: 'constant', value };
      if (source.kind === 'constant') backend.tensors.keep(value);
      return source;
    };
    this.inputs = work.inputs.map(sourceOf);
    this.numbers = [...work.positions.keys()].map(sourceOf);
    const positions = new Map(work.outputs.map((value, position) => [value, position]));
    const outputOf = (tensor: Tensor): number | undefined =>
      positions.get(backend.tensors.contentOf(tensor));
    // Variables made during the call, such as an optimiser's slots, exist for the next call.
    this.assigned = Object.values(engine().registeredVariables).flatMap((variable) => {
      const output = backend.tensors.has(variable.dataId) ? outputOf(variable) : undefined;
      return output === undefined ? [] : [{ variable, output }];
    });
    for (const variable of assigned) {
      backend.tensors.computed(variable);
      if (outputOf(variable) !== undefined) continue;
      throw new OrtTraceError(
        `variable ${variable.name} is assigned a tensor that the traced function does not compute; ` +
          'assign the result of an operation on it, such as tf.add(x, 0)',
      );
    }
    this.results = results.map((tensor) => {
      backend.tensors.computed(tensor);
      const output = outputOf(tensor);
      if (output === undefined) {
        throw new OrtTraceError(
          `result [${tensor.shape}] is not computed by the traced function; return it outside of the function`,
        );
      }
      return { output, shape: tensor.shape };
    });
    const explained = new Set([...this.assigned, ...this.results].map(({ output }) => output));
    const unexplained = work.outputs.find((_, position) => !explained.has(position));
    if (unexplained) {
      throw new OrtTraceError(
        `a tensor [${unexplained.shape}] outlives the traced function that made it; return it, dispose of it, ` +
          'or make it a variable',
      );
    }
  }

  /**
   * Whether another call recorded the same graph; throws OrtTraceError if only its constants
   * differ.
   */
  equals(other: Trace): boolean {
    if (other.work.key !== this.work.key || other.results.length !== this.results.length) {
      return false;
    }
    const pairs = (['inputs', 'numbers'] as const).flatMap((which) =>
      this[which].map((source, index) => [source, other[which][index]!] as const),
    );
    return pairs.every(([a, b]) => {
      if (a.kind === 'constant' && b.kind === 'constant') this.requireEqual(a.value, b.value);
      return (
        a.kind === b.kind &&
        (a.kind !== 'argument' || a.index === (b as typeof a).index) &&
        (a.kind !== 'variable' || a.variable === (b as typeof a).variable)
      );
    });
  }

  /** Computes the graph for other arguments of the same shapes. */
  replay(given: readonly Tensor[]): Tensor[] {
    const { backend, work } = this;
    backend.flush();
    const valueOf = (source: Source): Value => {
      if (source.kind === 'constant') return source.value;
      if (source.kind === 'argument') return backend.tensors.shaped(given[source.index]!);
      if (source.variable.isDisposed) {
        throw new OrtTraceError(
          `variable ${source.variable.name} of a traced function is disposed of; trace a new function`,
        );
      }
      return backend.tensors.computed(source.variable);
    };
    const inputs = this.inputs.map(valueOf);
    const numbers = this.numbers.map((source) => backend.tensors.numbersOf(valueOf(source))[0]!);
    const outputs = work.outputs.map(({ shape, dtype }): Value => ({ shape, dtype, index: 0 }));

    // Old values that no other tensor shares are retired, so that new ones may overwrite their
    // memory.
    const isOwn = ({ variable }: { variable: Variable }) => backend.refCount(variable.dataId) === 1;
    const own = this.assigned.filter(isOwn);
    const old = own.map(({ variable }) => backend.tensors.contentOf(variable));
    for (const value of old) backend.tensors.buffers.retire(value);
    try {
      backend.compute(work, { inputs, numbers, outputs });
    } catch (error) {
      for (const value of old) backend.tensors.buffers.keep(value);
      throw error;
    }

    const dataIds = new Map<number, object>();
    const shared = this.assigned.filter((entry) => !own.includes(entry));
    for (const { variable, output } of own) {
      if (dataIds.has(output)) {
        shared.push({ variable, output });
      } else {
        backend.tensors.assign(variable.dataId, outputs[output]!);
        dataIds.set(output, variable.dataId);
      }
    }
    const tensorOf = (output: number, shape: readonly number[]): Tensor => {
      const known = dataIds.get(output);
      if (known) backend.incRef(known);
      const dataId = known ?? backend.tensors.hold(outputs[output]!);
      dataIds.set(output, dataId);
      return backend.tensors.tensorOf(outputs[output]!, dataId, shape);
    };
    for (const { variable, output } of shared) {
      const value = tensorOf(output, variable.shape);
      variable.assign(value);
      value.dispose();
    }
    return this.results.map(({ output, shape }) => tensorOf(output, shape));
  }

  private requireEqual(a: Value, b: Value): void {
    const [left, right] = [a, b].map((value) => this.backend.tensors.numbersOf(value)) as [
      HostData,
      HostData,
    ];
    if (left.every((number, index) => Object.is(number, right[index]))) return;
    throw new OrtTraceError(
      `a constant [${a.shape}] of the traced function differs from call to call; ` +
        'make it a tensor that the function is given, or a variable',
    );
  }
}

/**
 * All variables, each with its own value on this backend, whose memory the next value may
 * overwrite; so not with the value of a tensor that was passed to a traced function.
 */
function separateVariables(backend: OrtBackend): Variable[] {
  const seen = new Set<Value>();
  const variables = Object.values(engine().registeredVariables);
  let copied = 0;
  for (const variable of variables) {
    if (!backend.tensors.has(variable.dataId)) engine().moveData(backend, variable.dataId);
    const value = backend.tensors.contentOf(variable);
    const isForeign = value.data !== undefined && !value.isPooled;
    if (isForeign) copied += value.data!.byteLength;
    if (isForeign || seen.has(value) || !sameShape(value.shape, variable.shape)) {
      const copy = backend.tensors.copy(value, variable.shape);
      variable.assign(copy);
      copy.dispose();
    }
    seen.add(backend.tensors.contentOf(variable));
  }
  if (copied > LARGE) backend.tensors.collect();
  return variables;
}
