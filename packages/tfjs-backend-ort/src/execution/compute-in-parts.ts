import type { GraphNode, Value } from '../graph/graph.js';
import { isDeviceError } from '../errors/device-error.js';
import { failedOperation } from './failed-operation.js';
import { type Schedule, schedule } from '../graph/schedule.js';

/**
 * Computes as much as possible of `work`, whose run failed with `cause`: in halves, down to the
 * single nodes that fail. Their results, and everything that depends on them, get the error.
 * Returns the other values that it computed besides the outputs of `work`, so that their memory can
 * be released.
 */
export function computeInParts(
  work: Schedule,
  cause: unknown,
  run: (part: Schedule) => void,
): Value[] {
  const wanted = new Set(work.outputs);
  const lastReaders = new Map<Value, number>();
  for (const { id, inputs } of work.nodes)
    for (const { value } of inputs) lastReaders.set(value, id);
  const between: Value[] = [];
  // A device that fails twice in a row is lost: everything that is left gets its error.
  let deviceErrors: unknown[] = [];

  const compute = (part: readonly GraphNode[], known?: unknown): void => {
    const live = part.filter((node) => {
      const error = node.inputs.find(({ value }) => value.error)?.value.error;
      if (error) fail(node, error);
      return !error;
    });
    const last = live.at(-1)?.id ?? 0;
    const outputs = live
      .flatMap((node) => node.outputs)
      .filter((value) => wanted.has(value) || (lastReaders.get(value) ?? last) > last);
    if (outputs.length === 0) return;
    let error = known ?? deviceErrors[1];
    if (error === undefined) {
      try {
        run(schedule(outputs));
        deviceErrors = [];
        between.push(...outputs.filter((value) => !wanted.has(value)));
        return;
      } catch (thrown) {
        error = thrown;
      }
    }
    if (live.length === 1) {
      if (isDeviceError(error)) deviceErrors.push(error);
      fail(live[0]!, failedOperation(live[0]!, error));
      return;
    }
    const half = Math.ceil(live.length / 2);
    compute(live.slice(0, half));
    compute(live.slice(half));
  };
  compute(work.nodes, cause);
  return between;
}

function fail({ outputs }: GraphNode, error: Error): void {
  for (const value of outputs) {
    value.error = error;
    value.node = undefined;
  }
}
