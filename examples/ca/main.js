/**
 * A conditional GAN that is not StackGAN: it generates points of the plane in the direction that an
 * embedding describes. Conditioning Augmentation is the first layer of its generator, and its KL
 * term is part of the generator's loss. The exit code is 1 if the generator does not learn the
 * directions.
 */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { klDivergence } from '@stackgan/ca';
import { CONDITION, createDiscriminator, createGenerator, LATENT } from './networks.js';
import { ANGLES, drawPoints, embed, trueMeans } from './world.js';

const STEPS = 250;
const BATCH = 64;
const KL_WEIGHT = 0.05;

const generator = createGenerator();
const discriminator = createDiscriminator();
const optimizers = { generator: tf.train.adam(2e-3, 0.5), discriminator: tf.train.adam(2e-3, 0.5) };

/** Generates points, with the Gaussian of each condition: [points, mean, logVariance]. */
function draw(embeddings, seed) {
  const [count] = embeddings.shape;
  const epsilon = tf.randomNormal([count, CONDITION], 0, 1, 'float32', seed);
  const latent = tf.randomNormal([count, LATENT], 0, 1, 'float32', seed + 0.5);
  return generator.apply([embeddings, epsilon, latent], { training: true });
}

/** Mean of -log sigmoid(logit) if `isReal`, of -log(1 - sigmoid(logit)) otherwise. */
const loss = (logits, isReal) => tf.mean(tf.softplus(isReal ? tf.neg(logits) : logits));
const score = (points, embeddings) => discriminator.apply([points, embeddings], { training: true });

function update(network, optimizer, lossOf) {
  const variables = network.trainableWeights.map((weight) => weight.read());
  optimizer.applyGradients(tf.variableGrads(lossOf, variables).grads);
}

function step(number) {
  const angles = Array.from({ length: BATCH }, (_, index) => ANGLES[index % ANGLES.length]);
  const others = angles.map((_, index) => angles[(index + 1 + (number % 7)) % BATCH]);
  const [real, embeddings, wrong] = [drawPoints(angles, number), embed(angles), embed(others)];
  update(discriminator, optimizers.discriminator, () => {
    const [generated] = draw(embeddings, number);
    // As in StackGAN, a real point with the embedding of another counts as not real.
    const notReal = tf.add(
      loss(score(generated, embeddings), false),
      loss(score(real, wrong), false),
    );
    return tf.add(loss(score(real, embeddings), true), tf.mul(notReal, 0.5));
  });
  update(generator, optimizers.generator, () => {
    const [generated, mean, logVariance] = draw(embeddings, -1 - number);
    const kl = tf.mul(klDivergence(mean, logVariance), KL_WEIGHT);
    return tf.add(loss(score(generated, embeddings), true), kl);
  });
}

/** Distance from the mean of 64 generated points to the true mean, averaged over all directions. */
function distance() {
  return tf.tidy(() => {
    const angles = ANGLES.flatMap((angle) => Array(64).fill(angle));
    const [points] = draw(embed(angles), 12345);
    const means = tf.mean(tf.reshape(points, [ANGLES.length, 64, 2]), 1);
    return tf.mean(tf.norm(tf.sub(means, trueMeans(ANGLES)), 2, 1)).dataSync()[0];
  });
}

const before = distance();
console.log(`step 0: mean distance ${before.toFixed(3)}`);
for (let number = 1; number <= STEPS; number++) {
  tf.tidy(() => step(number));
  if (number % 50 === 0) console.log(`step ${number}: mean distance ${distance().toFixed(3)}`);
}
const after = distance();
const learned = after < before / 4;
console.log(
  `the distance ${learned ? 'fell' : 'did not fall'} to a quarter: ${before.toFixed(3)} -> ${after.toFixed(3)}`,
);
process.exitCode = learned ? 0 : 1;
