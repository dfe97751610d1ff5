import { createSession, engineTensor, type EngineOptions, type Session } from '../engine.js';
import { Lowering } from '../lowering/lowering.js';
import type { HostData, Value } from './graph.js';
import type { Schedule } from './schedule.js';

/** The engine's element type of a TensorFlow.js dtype. */
export function engineType(dtype: Value['dtype']): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`dtype ${dtype} has no engine type`);
}

/** A schedule's structure, compiled: runs any schedule with the same key. */
export class CompiledGraph {
  private constructor(
    private readonly session: Session,
    private readonly inputNames: readonly string[],
    private readonly scalarsName: string | undefined,
    private readonly outputNames: readonly string[],
  ) {}

  static compile(schedule: Schedule, options: EngineOptions): CompiledGraph {
    const lowering = new Lowering();
    const { builder } = lowering;
    const inputNames = schedule.inputs.map((value) => {
      const name = builder.input(engineType(value.dtype), value.shape);
      lowering.define(value, name);
      return name;
    });
    const { scalars } = schedule;
    const scalarsName = scalars.length ? builder.input('float32', [scalars.length]) : undefined;
    scalars.forEach((value, position) => {
      // A rank-0 index gathers a rank-0 value.
      const number = builder.node('Gather', [
        scalarsName!,
        builder.constant('int64', [], [position]),
      ]);
      const { length } = value.shape;
      lowering.define(
        value,
        length === 0 ? number : builder.node('Reshape', [number, builder.integers(value.shape)]),
      );
    });
    for (const node of schedule.nodes) node.operation.lower(lowering, node);

    const taken = new Set(inputNames);
    const outputNames = schedule.outputs.map((value) => {
      let name = lowering.plain({ value, shape: value.shape });
      // Two values may have become one node; graph outputs need names of their own.
      if (taken.has(name) || !name.startsWith('v')) name = builder.copy(name);
      taken.add(name);
      builder.output(name, engineType(value.dtype), value.shape);
      return name;
    });
    return new CompiledGraph(
      createSession(builder.finish(), options),
      inputNames,
      scalarsName,
      outputNames,
    );
  }

  /** Computes the schedule's outputs and hands each value its data. */
  run(schedule: Schedule): void {
    const feeds: Record<string, ReturnType<typeof engineTensor>> = {};
    schedule.inputs.forEach(({ dtype, data, shape }, position) => {
      feeds[this.inputNames[position]!] = engineTensor(engineType(dtype), data!, shape);
    });
    if (this.scalarsName) {
      const packed = Float32Array.from(schedule.scalars, ({ data }) => data![0]!);
      feeds[this.scalarsName] = engineTensor('float32', packed, [packed.length]);
    }
    const results = this.session.run(feeds, this.outputNames);
    schedule.outputs.forEach((value, position) => {
      value.data = results[this.outputNames[position]!]!.data as HostData;
      value.node = undefined;
    });
  }

  release(): void {
    this.session.release();
  }
}
