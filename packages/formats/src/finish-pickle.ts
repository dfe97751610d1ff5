import { fault } from './fault.js';
import { NumpyArray } from './numpy-objects.js';
import { PickleBytes } from './pickle-bytes.js';
import { PickleClass } from './pickle-class.js';
import { maximumDepth, maximumSteps } from './pickle-limits.js';
import { PickleTuple } from './pickle-stack.js';
import type { PickleValue } from './pickle-value.js';
import { maximumGrowth } from './pth-limits.js';

/** What a walk of a list, tuple, dictionary or set meets, however often a part of it is repeated. */
interface Extent {
  readonly depth: number;
  readonly values: number;
}

/**
 * Makes values of what a pickle of `fileBytes` left, in place: byte strings become text or copies,
 * arrays tensors, tuples arrays. Whoever walks them without further care comes to an end soon: no
 * list contains itself, none is deeper than `maximumDepth`, and a walk is no longer than a pickle.
 */
export function finishPickle(object: unknown, fileBytes: number): PickleValue {
  /** Of all containers; undefined while they are being finished. */
  const extents = new Map<object, Extent | undefined>();
  const copies = new Map<PickleBytes, Uint8Array>();
  const maximumValues = maximumSteps(fileBytes);
  let values = 0;
  let deepest = 0;
  let bytes = 0;

  const allocate = (count: number): void => {
    bytes += count;
    if (bytes > maximumGrowth * fileBytes) {
      throw fault(`arrays take more than ${maximumGrowth} times the file's ${fileBytes} bytes`);
    }
  };
  const meet = (count: number, depth: number): void => {
    values += count;
    deepest = Math.max(deepest, depth);
    if (depth > maximumDepth) throw fault(`values are nested more than ${maximumDepth} deep`);
    if (values > maximumValues) throw fault(`values repeat to more than ${maximumValues}`);
  };

  const finish = (value: unknown, depth: number): PickleValue => {
    if (Array.isArray(value) || value instanceof Map || value instanceof Set) {
      return finishContainer(value as Container, depth + 1);
    }
    if (value instanceof PickleTuple) return finish(value.items, depth);
    if (value instanceof NumpyArray && value.objects) return finish(value.objects, depth);
    meet(1, depth);
    if (isPlain(value)) return value;
    if (value instanceof PickleBytes) return value.isText ? value.text : copy(value);
    if (value instanceof NumpyArray) return value.toTensor(allocate);
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
    const known = extents.get(container);
    if (known !== undefined) {
      meet(known.values, depth + known.depth);
      return container;
    }
    if (extents.has(container)) throw fault('a list, tuple, dictionary or set contains itself');
    extents.set(container, undefined);
    const outer = { values, deepest };
    deepest = depth;
    meet(1, depth);
    finishItems(container, (item) => finish(item, depth));
    extents.set(container, { values: values - outer.values, depth: deepest - depth });
    deepest = Math.max(outer.deepest, deepest);
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
