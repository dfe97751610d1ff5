import { fault } from './fault.js';
import { NumpyArray } from './numpy-objects.js';
import { PickleBytes } from './pickle-bytes.js';
import { PickleClass } from './pickle-class.js';
import { maximumDepth } from './pickle-limits.js';
import { PickleTuple } from './pickle-stack.js';
import type { PickleValue } from './pickle-value.js';
import { maximumGrowth } from './pth-limits.js';

/**
 * Makes values of what a pickle of `fileBytes` left, in place: byte strings become text or copies,
 * arrays tensors, tuples arrays. Lists that contain themselves are faults: whoever walks a value
 * comes to an end, at most `maximumDepth` deep.
 */
export function finishPickle(object: unknown, fileBytes: number): PickleValue {
  /** How deep containers are; NaN while they are being finished. */
  const heights = new Map<object, number>();
  const copies = new Map<PickleBytes, Uint8Array>();
  let deepest = 0;
  let bytes = 0;

  const allocate = (count: number): void => {
    bytes += count;
    if (bytes > maximumGrowth * fileBytes) {
      throw fault(`arrays take more than ${maximumGrowth} times the file's ${fileBytes} bytes`);
    }
  };
  const reach = (depth: number): void => {
    if (depth > maximumDepth) throw fault(`values are nested more than ${maximumDepth} deep`);
    deepest = Math.max(deepest, depth);
  };

  const finish = (value: unknown, depth: number): PickleValue => {
    if (isPlain(value)) return value;
    if (value instanceof PickleBytes) return value.isText ? value.text : copy(value);
    if (value instanceof NumpyArray) {
      return value.objects === undefined ? value.toTensor(allocate) : finish(value.objects, depth);
    }
    if (value instanceof PickleTuple) return finish(value.items, depth);
    if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
      return finishContainer(value as Container, depth + 1);
    }
    const kind = value instanceof PickleClass ? `class ${value.name}` : 'function or type of NumPy';
    throw fault(`the value is or holds a ${kind}, which is no data`);
  };

  const copy = (value: PickleBytes): Uint8Array => {
    const known = copies.get(value);
    if (known !== undefined) return known;
    allocate(value.length);
    const made = new Uint8Array(value.bytes); // `slice` of a Buffer would be a view.
    copies.set(value, made);
    return made;
  };

  const finishContainer = (container: Container, depth: number): Container => {
    const height = heights.get(container);
    if (Number.isNaN(height)) throw fault('a list, tuple, dictionary or set contains itself');
    reach(depth + (height ?? 0));
    if (height !== undefined) return container;
    heights.set(container, NaN);
    const outer = deepest;
    deepest = depth;
    finishItems(container, (item) => finish(item, depth));
    heights.set(container, deepest - depth);
    deepest = Math.max(outer, deepest);
    return container;
  };
  return finish(object, 0);
}

function isPlain(value: unknown): value is null | boolean | number | bigint | string {
  return value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value);
}

type Container = PickleValue[] | Map<PickleValue, PickleValue> | Set<PickleValue>;

function finishItems(container: Container, finish: (item: PickleValue) => PickleValue): void {
  if (Array.isArray(container)) {
    for (let i = 0; i < container.length; i += 1) container[i] = finish(container[i]!);
    return;
  }
  const { size } = container;
  const items = [...container];
  container.clear();
  if (container instanceof Map) {
    for (const [key, item] of items as [PickleValue, PickleValue][]) {
      container.set(finish(key), finish(item));
    }
  } else {
    for (const item of items as PickleValue[]) container.add(finish(item));
  }
  if (container.size < size) throw fault('two byte strings of a dictionary or set are one text');
}
