import type { ElementType } from './element-types.js';
import { fault, isCount, quote } from './fault.js';
import { makeOrderedDict } from './ordered-dict.js';
import type { PickleEnvironment, PickleFunction } from './pickle-machine.js';
import { PickleTuple } from './pickle-stack.js';
import { pthElementTypes } from './pth-element-types.js';
import { pthInstructions } from './pth-instructions.js';
import { maximumPickleSteps } from './pth-limits.js';
import { readSizes } from './read-sizes.js';

/** A storage class such as `torch.FloatStorage`. */
class StorageType {
  constructor(readonly type: ElementType) {}
}

/** Elements that tensors are views of. Their bytes are elsewhere in the file, under the key. */
export class PthStorage {
  constructor(
    readonly key: string,
    readonly type: ElementType,
    readonly elements: number,
  ) {}
}

/** A strided view of a storage, whose bounds are not checked yet. */
export class PthTensor {
  constructor(
    readonly storage: PthStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** The only objects that the pickle of a `.pth` file can make. */
export class PthObjects implements PickleEnvironment {
  readonly instructions = pthInstructions;
  readonly maximumSteps = maximumPickleSteps;
  readonly where = 'files of tensors';
  /** All storages seen so far, by key. */
  readonly storages = new Map<string, PthStorage>();

  findGlobal(name: string): unknown {
    if (!globals.has(name)) {
      throw fault(
        `${quote(name)} is not part of a tensor; the file may be an attack, it was not run`,
      );
    }
    return globals.get(name);
  }

  loadPersistent(id: unknown): PthStorage {
    const [tag, storageType, key, , elements, view] = id instanceof PickleTuple ? id.items : [];
    if (
      tag !== 'storage' ||
      !(storageType instanceof StorageType) ||
      typeof key !== 'string' ||
      !isCount(elements) ||
      (view !== undefined && view !== null)
    ) {
      throw fault('a persistent id is not of a storage');
    }
    const { type } = storageType;
    const known = this.storages.get(key);
    if (known === undefined) {
      const storage = new PthStorage(key, type, elements);
      this.storages.set(key, storage);
      return storage;
    }
    if (known.type !== type || known.elements !== elements) {
      throw fault(`storage ${quote(key)} has two types or lengths`);
    }
    return known;
  }
}

const rebuildTensor: PickleFunction = ([storage, offset, size, stride]) => {
  const shape = readSizes(size);
  const strides = readSizes(stride);
  if (!(storage instanceof PthStorage) || !isCount(offset) || shape.length !== strides.length) {
    throw fault('a tensor is not made of a storage, an offset, a shape and strides');
  }
  return new PthTensor(storage, offset, shape, strides);
};

const rebuildParameter: PickleFunction = ([tensor]) => {
  if (!(tensor instanceof PthTensor))
    throw fault('a parameter is made of something other than a tensor');
  return tensor;
};

const storageTypes = [...pthElementTypes].flatMap(([storage, type]): [string, unknown][] => {
  const value = new StorageType(type);
  return [
    [`torch.${storage}`, value],
    [`torch.cuda.${storage}`, value],
  ];
});

const globals: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...storageTypes,
  ['collections.OrderedDict', makeOrderedDict],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch.Size', (([sizes]) => sizes ?? new PickleTuple([])) satisfies PickleFunction],
  ['torch.device', (() => null) satisfies PickleFunction],
]);
