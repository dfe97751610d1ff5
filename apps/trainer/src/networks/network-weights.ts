import { findDamage, type HostTensor } from '@stackgan/formats';
import { peek } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Values of tensors on the host, without copies: write them before anything else is computed. Names
 * are `prefix/000`, `prefix/001`, …
 */
export async function readTensors(
  prefix: string,
  tensors: readonly tf.Tensor[],
): Promise<[name: string, tensor: HostTensor][]> {
  const values = await peek(tensors);
  return tensors.map(({ shape }, index) => [
    tensorName(prefix, index),
    { dtype: 'float32', shape: [...shape], data: values[index] as Float32Array },
  ]);
}

/** All weights of `model`, including the moving statistics of batch normalisation. */
export const weightsOf = (model: LayersModel): tf.Tensor[] =>
  model.weights.map((weight) => weight.read());

/** Where a saved tensor goes. */
interface RestoreTarget {
  /** The name of a weight. */
  readonly weight?: string;
  readonly shape: readonly (number | null)[];
  assign(value: tf.Tensor): void;
}

/** Restores saved tensors. Throws if one is missing, has another shape or contains NaN. */
export function restoreTensors(
  prefix: string,
  targets: readonly RestoreTarget[],
  saved: Readonly<Record<string, HostTensor>>,
): void {
  for (const [index, target] of targets.entries()) {
    const name = tensorName(prefix, index);
    const tensor = saved[name];
    if (tensor === undefined || tensor.shape.join() !== target.shape.join()) {
      throw new Error(
        `tensor ${name} has shape [${tensor?.shape.join() ?? 'none'}], the network needs [${target.shape.join()}]`,
      );
    }
    const isVariance = target.weight?.endsWith('/moving_variance') ?? false;
    const damage = findDamage(target.weight ? `${name} (${target.weight})` : name, tensor, {
      isVariance,
    });
    if (damage !== undefined) throw new Error(`tensor ${damage}`);
    tf.tidy(() => target.assign(tf.tensor(tensor.data, [...tensor.shape], 'float32')));
  }
}

/** The weights of `model` as targets of `restoreTensors`. */
export const weightTargets = (model: LayersModel) =>
  model.weights.map((weight) => ({
    weight: weight.originalName,
    shape: weight.shape,
    assign: (value: tf.Tensor) => void weight.write(value),
  }));

/** Gives `target` the weights of `source`. Throws an Error that names the first that does not fit. */
export function copyWeights(source: LayersModel, target: LayersModel): void {
  const count = Math.max(source.weights.length, target.weights.length);
  const described = (model: LayersModel, index: number) => {
    const weight = model.weights[index];
    return weight ? `${weight.originalName} [${weight.shape.join()}]` : 'no weight';
  };
  for (let index = 0; index < count; index++) {
    const [there, here] = [described(source, index), described(target, index)];
    if (there !== here) throw new Error(`${there} there, ${here} here`);
  }
  for (const [index, weight] of target.weights.entries()) {
    weight.write(source.weights[index]!.read());
  }
}

/** Number of trainable parameters of `model`. */
export const countParameters = (model: LayersModel): number =>
  model.trainableWeights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, side) => product * (side ?? 1), 1),
    0,
  );

const tensorName = (prefix: string, index: number) => `${prefix}/${String(index).padStart(3, '0')}`;
