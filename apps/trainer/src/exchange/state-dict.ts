import type { HostTensor } from '@stackgan/formats';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ExportError } from '../shared/errors.js';
import { foldTextCode } from './fold-text-code.js';
import type { WeightName } from './state-dict-names.js';
import { weightLayouts } from './weight-layouts.js';

export type StateDict = Readonly<Record<string, HostTensor>>;

/** The differences between a state_dict and a network; all lists are empty if it fits. */
export interface Misfits {
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  /** `name is [1,2], the network needs [2,1]`. */
  readonly shapes: readonly string[];
}

const weightsByName = (model: LayersModel) =>
  new Map(model.weights.map((weight) => [weight.originalName, weight]));

/** Step counters of batch normalisation, which nothing here depends on. */
const isCounter = (name: string): boolean => name.endsWith('.num_batches_tracked');

/** The tensors of `dict` that do not fit the network `model`; `prefix` precedes all names. */
export function findMisfits(
  dict: StateDict,
  networks: readonly { model: LayersModel; names: readonly WeightName[]; prefix?: string }[],
): Misfits {
  const needed = new Map<string, readonly number[]>();
  for (const { model, names, prefix = '' } of networks) {
    const weights = weightsByName(model);
    for (const { foreign, own, layout } of names) {
      const shape = weights.get(own)?.shape as number[] | undefined;
      if (shape === undefined) throw new Error(`${model.name} has no weight ${own}`);
      needed.set(prefix + foreign, weightLayouts[layout].foreignShape(shape));
    }
  }
  const missing = [...needed.keys()].filter((name) => !Object.hasOwn(dict, name));
  const surplus = Object.keys(dict).filter((name) => !needed.has(name) && !isCounter(name));
  const shapes = [...needed].flatMap(([name, shape]) => {
    const tensor = dict[name];
    if (tensor === undefined || tensor.shape.join() === shape.join()) return [];
    return [`${name} is [${tensor.shape.join()}], the network needs [${shape.join()}]`];
  });
  return { missing, surplus, shapes };
}

/** Loads the tensors of a fitting state_dict into a network. */
export function readStateDict(
  dict: StateDict,
  model: LayersModel,
  names: readonly WeightName[],
  prefix = '',
): void {
  const weights = weightsByName(model);
  for (const { foreign, own, layout } of names) {
    const weight = weights.get(own);
    const tensor = dict[prefix + foreign];
    if (!weight || !tensor) throw new Error(`no ${prefix + foreign} for ${own}`);
    const { data, shape } = weightLayouts[layout].read(tensor, weight.shape as number[]);
    const value = tf.tensor(data, [...shape], 'float32');
    weight.write(value);
    value.dispose();
  }
}

/**
 * The weights of a network as a state_dict: those of `names` that it has, with text codes folded
 * into the layers that read them. Throws ExportError for a weight without a name.
 */
export async function writeStateDict(
  model: LayersModel,
  names: readonly WeightName[],
  prefix = '',
): Promise<Record<string, HostTensor>> {
  const own = new Map(model.weights.map((weight) => [weight.originalName, weight.read()]));
  const weights = foldTextCode(own);
  const known = new Set(names.map((name) => name.own));
  const nameless = [...weights.keys()].filter((name) => !known.has(name));
  if (nameless.length) {
    throw new ExportError(
      `${model.name} is no network of StackGAN-Pytorch: that has nothing like ${nameless.join(', ')}; ` +
        'export it with --format tfjs or onnx',
    );
  }
  const present = names.filter((name) => weights.has(name.own));
  // Reads all at once: the first read makes a lazy backend compute everything.
  const tensors = present.map((name) => weights.get(name.own)!);
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose([...weights].flatMap(([name, tensor]) => (own.get(name) === tensor ? [] : [tensor])));
  return Object.fromEntries(
    present.map(({ foreign, layout }, index) => {
      const shape = tensors[index]?.shape ?? [];
      const data = Float32Array.from(values[index] ?? []);
      return [prefix + foreign, weightLayouts[layout].write({ dtype: 'float32', shape, data })];
    }),
  );
}
