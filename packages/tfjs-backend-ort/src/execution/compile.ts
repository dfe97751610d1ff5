import { channelBlock } from '../engine/channel-block.js';
import {
  createSession,
  engineTensor,
  type EngineOptions,
  type EngineTensor,
  type Session,
} from '../engine/engine.js';
import { Lowering } from '../lowering/lowering.js';
import type { NamedNode } from '../onnx/onnx-model.js';
import { writeModel } from '../onnx/write-model.js';
import type { BufferPool } from './buffer-pool.js';
import { type HostData, sizeOf, type Value } from '../graph/graph.js';
import { checkIndices, findIndexing, type IndexLimit } from './index-limits.js';
import { OrtOperationError } from '../errors/operation-error.js';
import { notReached } from './not-reached.js';
import { findOverwriting } from './overwriting.js';
import type { RunValues, Schedule } from '../graph/schedule.js';

/**
 * Outputs of this many numbers or more (1 MB) may be made to wait for others, so that they can
 * overwrite an input.
 */
const LARGE = 2 ** 18;

/** The engine's element type for a TensorFlow.js dtype. */
function engineType(dtype: Value['dtype']): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`dtype ${dtype} has no engine type`);
}

/** A compiled schedule; runs any schedule with the same key. */
export class CompiledGraph {
  private constructor(
    private readonly session: Session,
    private readonly inputNames: readonly string[],
    private readonly numbersName: string | undefined,
    /** The barrier output, for results on the host; see `createSession`. */
    private readonly barrier: string | undefined,
    private readonly outputNames: readonly string[],
    /** For each output, the input whose memory it may overwrite, if there is one. */
    private readonly overwritten: readonly (number | undefined)[],
    private readonly limits: readonly IndexLimit[],
    private readonly nodes: readonly NamedNode[],
  ) {}

  static compile(schedule: Schedule, options: EngineOptions): CompiledGraph {
    const isOnHost = options.engine !== 'webgpu';
    const lowering = new Lowering(options.engine === 'cpu' ? channelBlock() : 1);
    const { builder } = lowering;
    const inputNames = schedule.inputs.map((value) => {
      const name = builder.input(engineType(value.dtype), value.shape);
      lowering.define(value, name);
      return name;
    });
    const { numbers, positions } = schedule;
    const numbersName = numbers.length ? builder.input('float32', [numbers.length]) : undefined;
    for (const [value, position] of positions) {
      // Gathering with a rank-0 index gives a rank-0 value.
      const index = builder.constant('int64', [], [position]);
      lowering.define(value, builder.node('Gather', [numbersName!, index]));
    }
    for (const node of schedule.nodes) node.operation.lower(lowering, node);

    const barrier = isOnHost ? builder.barrier() : undefined;
    const taken = new Set(inputNames);
    const outputNames = schedule.outputs.map((value) => {
      let name = lowering.plain({ value, shape: value.shape });
      // Two values may have become one node; graph outputs need distinct names.
      if (taken.has(name) || !name.startsWith('v')) name = builder.copy(name);
      taken.add(name);
      builder.output(name, engineType(value.dtype), value.shape);
      return name;
    });
    const kinds = (names: readonly string[], values: readonly Value[]): Map<string, string> =>
      new Map(names.map((name, i) => [name, `${values[i]!.dtype} ${sizeOf(values[i]!.shape)}`]));
    const plain = (value: Value): string => lowering.plain({ value, shape: value.shape });
    const { limits, unchecked } = findIndexing(schedule);
    const { pairs, delays } = findOverwriting({
      nodes: builder.model().nodes,
      inputs: kinds(inputNames, schedule.inputs),
      outputs: kinds(outputNames, schedule.outputs),
      large: new Set(outputNames.filter((_, i) => sizeOf(schedule.outputs[i]!.shape) >= LARGE)),
      numbers: new Set([...positions.keys()].map(plain)),
      uncertain: new Set(unchecked.flatMap(({ outputs }) => outputs.map(plain))),
    });
    for (const { node, number, awaited } of delays) builder.delay(node, number, awaited);
    const positionsOfInputs = new Map(inputNames.map((name, position) => [name, position]));
    const overwritten = outputNames.map((name) => positionsOfInputs.get(pairs.get(name) ?? ''));
    const onDevice = isOnHost
      ? []
      : outputNames.filter((_, i) => schedule.outputs[i]!.dtype === 'float32');
    const model = builder.model();
    const session = createSession(writeModel(model), options, onDevice);
    return new CompiledGraph(
      session,
      inputNames,
      numbersName,
      barrier,
      outputNames,
      overwritten,
      limits,
      model.nodes.map(({ op, inputs, outputs }) => ({ op, inputs, outputs })),
    );
  }

  /**
   * Computes the outputs of the schedule, or other values of the same shapes and dtypes. On the
   * host they go into memory of `pool`, and with `mayOverwrite` into that of inputs whose tensors
   * are disposed of. A run that fails leaves all values unchanged, except for inputs that it had
   * begun to overwrite, which get an error.
   */
  run(values: RunValues, pool: BufferPool, mayOverwrite: boolean): void {
    checkIndices(values, this.limits);
    const { inputs, numbers, outputs } = values;
    const feeds: Record<string, EngineTensor> = {};
    inputs.forEach(({ dtype, data, device, shape }, position) => {
      feeds[this.inputNames[position]!] = device ?? engineTensor(engineType(dtype), data!, shape);
    });
    if (this.numbersName) {
      feeds[this.numbersName] = engineTensor('float32', Float32Array.from(numbers), [
        numbers.length,
      ]);
    }
    if (this.barrier) {
      const overwritten = outputs.map((_, position) => {
        const input = mayOverwrite ? this.overwritten[position] : undefined;
        return input === undefined ? undefined : inputs[input];
      });
      this.runOnHost(feeds, outputs, overwritten, pool, this.barrier);
    } else this.runOnDevice(feeds, outputs);
    for (const value of outputs) value.node = undefined;
  }

  release(): void {
    this.session.release();
  }

  private runOnHost(
    feeds: Record<string, EngineTensor>,
    outputs: readonly Value[],
    overwritten: readonly (Value | undefined)[],
    pool: BufferPool,
    barrier: string,
  ): void {
    const fetches: Record<string, EngineTensor | null> = { [barrier]: null };
    const memory: HostData[] = [];
    let hasBegun = false;
    try {
      outputs.forEach((value, position) => {
        const data = pool.take(value, overwritten[position]?.data);
        memory.push(data);
        const type = engineType(value.dtype);
        fetches[this.outputNames[position]!] = engineTensor(type, data, value.shape);
      });
      hasBegun = true;
      this.session.run(feeds, fetches);
    } catch (error) {
      const untouched = notReached(error, this.nodes);
      memory.forEach((data, position) => {
        const input = overwritten[position];
        const isInput = data === input?.data;
        const isLost = isInput && hasBegun && !untouched.has(this.outputNames[position]!);
        if (isLost) input.error = lostMemory(input, error);
        pool.putBack(data, isInput);
      });
      throw error;
    }
    outputs.forEach((value, position) => {
      value.data = memory[position];
      value.isPooled = true;
    });
  }

  private runOnDevice(feeds: Record<string, EngineTensor>, outputs: readonly Value[]): void {
    const results = this.session.run(
      feeds,
      Object.fromEntries(this.outputNames.map((name) => [name, null])),
    );
    outputs.forEach((value, position) => {
      const result = results[this.outputNames[position]!]!;
      if (result.location === 'gpu-buffer') value.device = result;
      else value.data = result.data as HostData;
    });
  }
}

const lostMemory = ({ dtype, shape }: Value, cause: unknown): Error =>
  new OrtOperationError(
    `a ${dtype} tensor [${shape}] is lost: a run failed while overwriting it, as it does with large ` +
      `weights; restore it from a saved copy: ${(cause as Error).message}`,
    { cause },
  );
