import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import { conditioningAugmentation } from '@stackgan/ca';
import { EMBEDDING } from './world.js';

/** Lengths of the condition and of the latent. */
export const CONDITION = 4;
export const LATENT = 4;

const dense = (units, seed, activation) =>
  layers.dense({ units, activation, kernelInitializer: initializers.glorotUniform({ seed }) });

/** Embedding, noise of the condition, latent -> point [N, 2], mean and log variance. */
export function createGenerator() {
  const embedding = input({ shape: [EMBEDDING] });
  const epsilon = input({ shape: [CONDITION] });
  const latent = input({ shape: [LATENT] });
  const ca = conditioningAugmentation({ conditionDim: CONDITION, activation: 'linear', seed: 1 });
  const [mean, logVariance, condition] = ca.apply([embedding, epsilon]);
  const joined = layers.concatenate().apply([condition, latent]);
  const hidden = dense(32, 3, 'relu').apply(dense(32, 2, 'relu').apply(joined));
  const point = dense(2, 4, 'linear').apply(hidden);
  return model({ inputs: [embedding, epsilon, latent], outputs: [point, mean, logVariance] });
}

/** Point and embedding -> one logit: whether this is a real point of this direction. */
export function createDiscriminator() {
  const point = input({ shape: [2] });
  const embedding = input({ shape: [EMBEDDING] });
  const joined = layers.concatenate().apply([point, embedding]);
  const hidden = dense(32, 6, 'elu').apply(dense(32, 5, 'elu').apply(joined));
  return model({ inputs: [point, embedding], outputs: dense(1, 7, 'linear').apply(hidden) });
}
