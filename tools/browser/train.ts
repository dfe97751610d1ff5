import type { GradientOptimizer } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { createDiscriminator, createGenerator, type Stage } from './networks.js';
import { takeStep } from './take-step.js';
import type { Values } from './values.js';

/** Losses of `steps` steps with Adam, as the trainer sets it: each one a list over the steps. */
export async function losses(stage: Stage, steps: number): Promise<Values> {
  // Without an epsilon, Adam takes the backend's: 1e-4 on webgl, which wrongly tells of 16-bit
  // floats, and 1e-7 elsewhere.
  const run = start(stage, () => tf.train.adam(2e-4, 0.5, 0.999, 1e-8));
  const lists: Values = {};
  for (let step = 0; step < steps; step++) {
    for (const [name, value] of Object.entries(await run.step(step))) {
      (lists[name] ??= []).push(value);
    }
  }
  return lists;
}

/**
 * What one step of plain descent adds to each weight and moving statistic. It is the gradient, up
 * to a factor. Adam would not show it: its first moves are as long for a gradient of 1e-9, which is
 * rounding, as for one of 1.
 */
export async function moves(stage: Stage): Promise<Values> {
  const run = start(stage, () => tf.train.sgd(0.01));
  const before = await run.weights();
  await run.step(0);
  const after = await run.weights();
  return Object.fromEntries(
    Object.entries(after).map(([name, values]) => [
      name,
      values.map((value, index) => value - before[name]![index]!),
    ]),
  );
}

function start(stage: Stage, createOptimizer: () => GradientOptimizer) {
  const generator = createGenerator[stage]();
  const discriminator = createDiscriminator[stage]();
  const networks = { generator, discriminator };
  const optimizers = { generator: createOptimizer(), discriminator: createOptimizer() };
  return {
    step: async (step: number) => read(takeStep({ stage, step, networks, optimizers })),
    weights: async () => ({ ...(await weightsOf(generator)), ...(await weightsOf(discriminator)) }),
  };
}

async function read(scalars: Record<string, tf.Scalar>): Promise<Record<string, number>> {
  const named = Object.entries(scalars).map(
    async ([name, scalar]) => [name, (await scalar.data())[0] ?? NaN] as const,
  );
  const values = Object.fromEntries(await Promise.all(named));
  tf.dispose(scalars);
  return values;
}

async function weightsOf(network: LayersModel): Promise<Values> {
  const named = network.weights.map(async (weight): Promise<[string, number[]]> => [
    `${network.name}/${weight.originalName}`,
    [...(await weight.read().data())],
  ]);
  return Object.fromEntries(await Promise.all(named));
}
