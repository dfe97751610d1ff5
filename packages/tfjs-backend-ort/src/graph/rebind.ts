import type { GraphNode, Value } from './graph.js';
import type { RunValues, Schedule } from './schedule.js';

/**
 * The outputs of `work` again, as results of new nodes that read other `inputs` and `numbers`;
 * errors of these inputs are ignored.
 */
export function rebind(work: Schedule, { inputs, numbers }: RunValues): Value[] {
  const values = new Map<Value, Value>();
  work.inputs.forEach((value, position) => {
    values.set(value, { ...inputs[position]!, error: undefined });
  });
  for (const [value, position] of work.positions) {
    const { shape, dtype } = value;
    values.set(value, { shape, dtype, index: 0, data: Float32Array.of(numbers[position]!) });
  }
  for (const node of work.nodes) {
    const outputs = node.outputs.map(({ shape, dtype, index }): Value => ({ shape, dtype, index }));
    const copy: GraphNode = {
      ...node,
      inputs: node.inputs.map(({ value, shape }) => ({ value: values.get(value)!, shape })),
      outputs,
    };
    outputs.forEach((output, index) => {
      output.node = copy;
      values.set(node.outputs[index]!, output);
    });
  }
  return work.outputs.map((value) => values.get(value)!);
}
