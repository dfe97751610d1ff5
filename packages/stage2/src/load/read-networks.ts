import { isPathWithin } from '@stackgan/formats';
import { type io, util } from '@tensorflow/tfjs-core';
import { ModelSourceError } from './load-errors.js';
import { locate, type ModelStore, readFile, type ReadOptions } from './model-store.js';
import { readJson } from './read-json.js';

/** A network in the form of TensorFlow.js: its layers and the bytes of its weights. */
export type NetworkFiles = io.ModelArtifacts;

interface ModelDescription {
  readonly modelTopology: object;
  readonly weightsManifest: io.WeightsManifestConfig;
}

/**
 * Reads several networks, each in a folder of its own; `onFraction` is called with the share of the
 * weights that arrived.
 */
export async function readNetworks(
  store: ModelStore,
  names: readonly string[],
  { signal, onFraction }: { signal?: AbortSignal | undefined; onFraction: (done: number) => void },
): Promise<NetworkFiles[]> {
  const descriptions = await Promise.all(
    names.map((name) => readDescription(store, `${name}/model.json`, { signal })),
  );
  const total = descriptions.reduce((sum, { size }) => sum + size, 0);
  let arrived = 0;
  const onBytes = (count: number) => onFraction((arrived += count) / Math.max(1, total));
  return Promise.all(
    descriptions.map(async ({ specs, size, paths, modelTopology }, index) => {
      const parts = await Promise.all(
        paths.map((path) => readPart(store, `${names[index]}/${path}`, { signal, onBytes })),
      );
      const found = parts.reduce((sum, { length }) => sum + length, 0);
      if (found !== size) {
        throw new ModelSourceError(
          'damaged',
          locate(store, names[index]),
          `the weights in ${locate(store, names[index])} are ${found} bytes, ` +
            `its model.json says ${size}; copy or export the model again`,
        );
      }
      return { modelTopology, weightSpecs: specs, weightData: parts.map(({ buffer }) => buffer) };
    }),
  );
}

async function readDescription(store: ModelStore, file: string, options: ReadOptions) {
  const json = await readJson(store, file, options);
  const value = (
    json === undefined ? missing(store, file) : json
  ) as Partial<ModelDescription> | null;
  if (typeof value?.modelTopology !== 'object' || !isManifest(value.weightsManifest)) {
    const place = locate(store, file);
    const what = `${place} is no layers model of TensorFlow.js; export the model again`;
    throw new ModelSourceError('damaged', place, what);
  }
  const groups = value.weightsManifest;
  const specs = groups.flatMap(({ weights }) => weights);
  return {
    modelTopology: value.modelTopology,
    specs,
    paths: groups.flatMap(({ paths }) => paths),
    size: specs.reduce((sum, spec) => sum + bytesOf(spec), 0),
  };
}

/** Checks the parts of a manifest that are read here; the files must be in the model's folder. */
function isManifest(value: unknown): value is ModelDescription['weightsManifest'] {
  const every = (list: unknown, isRight: (item: unknown) => boolean) =>
    Array.isArray(list) && list.every(isRight);
  const field = (item: unknown, name: string) => (item as Record<string, unknown> | null)?.[name];
  const isType = (type: unknown) => typeof type === 'string' && Object.hasOwn(BYTES, type);
  const isWeight = (weight: unknown) =>
    typeof field(weight, 'name') === 'string' &&
    isType(field(weight, 'dtype')) &&
    isType(field(field(weight, 'quantization'), 'dtype') ?? 'uint8') &&
    every(field(weight, 'shape'), (size) => Number.isSafeInteger(size) && (size as number) >= 0);
  return every(
    value,
    (group) =>
      every(field(group, 'paths'), (path) => typeof path === 'string' && isPathWithin(path)) &&
      every(field(group, 'weights'), isWeight),
  );
}

const BYTES: Readonly<Record<string, number>> = {
  ...{ float32: 4, int32: 4, complex64: 8, bool: 1 },
  ...{ float16: 2, uint16: 2, uint8: 1 }, // quantised
};

const bytesOf = ({ shape, dtype, quantization }: io.WeightsManifestEntry): number =>
  util.sizeFromShape(shape) * BYTES[quantization?.dtype ?? dtype]!;

async function readPart(store: ModelStore, file: string, options: ReadOptions) {
  return (await readFile(store, file, options)) ?? missing(store, file);
}

function missing(store: ModelStore, file: string): never {
  const place = locate(store, file);
  throw new ModelSourceError(
    'missing',
    place,
    `${place} is not there; give a snapshot (a run has them in it) or an export of the trainer`,
  );
}
