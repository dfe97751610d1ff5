import { backend as currentBackend, type KernelBackend, Tensor, tidy } from '@tensorflow/tfjs-core';
import type { OrtBackend } from '../backend/backend.js';
import { requireSynchronous } from './require-synchronous.js';
import { Trace } from './trace.js';

/**
 * Returns `body` as a function whose operations are recorded in the first two calls and from then
 * on replayed as one graph, without running `body`: for small networks, recording takes longer than
 * computing. On any other backend it is `body` in a `tidy`.
 *
 * `inputs` holds tensors, in objects and arrays of any depth; for other shapes it records again.
 * Variables are read, and may be assigned; a call that creates variables, such as an optimiser's
 * first, is followed by one more call that records. Everything else is a constant: numbers that
 * change from call to call must be inputs or variables.
 *
 * Throws OrtTraceError if `body` is asynchronous, if it uses an operation without an ONNX form, if
 * a constant differs between the first two calls, if `body` reads a value, if a tensor that it made
 * outlives it without being returned, or if it assigns a variable a tensor that none of its
 * operations computes. A call that throws changes no variable.
 */
export function traced<Inputs, Results extends Record<string, Tensor>>(
  body: (inputs: Inputs) => Results,
): (inputs: Inputs) => Results {
  let owner: OrtBackend | undefined;
  const traces = new Map<string, { trace: Trace; isConfirmed: boolean; names: string[] }>();

  return (inputs) => {
    const backend = currentBackend() as KernelBackend & Partial<OrtBackend>;
    // Not `instanceof`: a process may have loaded another build of this package.
    if (!backend.capture) return tidy(() => body(inputs));
    if (backend !== owner) traces.clear();
    owner = backend as OrtBackend;

    const given: Tensor[] = [];
    let key = '';
    mapTensors(inputs, '', (tensor, path) => {
      given.push(tensor);
      key += `${path} ${tensor.dtype}[${tensor.shape}]\n`;
      return tensor;
    });
    const known = traces.get(key);
    if (known?.isConfirmed) {
      const results = known.trace.replay(given);
      return Object.fromEntries(known.names.map((name, i) => [name, results[i]!])) as Results;
    }
    let results = {} as Results;
    const { trace } = Trace.record(owner, given, (own) => {
      let index = 0;
      const ownInputs = mapTensors(inputs, '', () => own[index++]!);
      results = tidy(() => requireSynchronous(body(ownInputs)));
      return Object.values(results);
    });
    const isConfirmed = known !== undefined && known.trace.equals(trace);
    traces.set(key, { trace, isConfirmed, names: Object.keys(results) });
    return results;
  };
}

/** A copy of a container, with other tensors in place of its own. */
function mapTensors<T>(
  container: T,
  path: string,
  map: (tensor: Tensor, path: string) => Tensor,
): T {
  if (container instanceof Tensor) return map(container, path) as T;
  if (container === null || typeof container !== 'object') return container;
  const entries = Object.entries(container).map(([name, item]): [string, unknown] => [
    name,
    mapTensors(item, `${path}.${name}`, map),
  ]);
  return (
    Array.isArray(container) ? entries.map(([, item]) => item) : Object.fromEntries(entries)
  ) as T;
}
