import { createAdam } from '@stackgan/layers';
import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import { traced } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import type { Task } from './tasks.js';

const TEXT = 512;

/** Returns a function that runs a task once, on the current TensorFlow.js backend. */
export function prepare(task: Task): () => Promise<void> {
  if (task.kind === 'gemm') return prepareProduct(task.size);
  const { sizes } = task;
  const { stage, gf, df, batch, blocks } = sizes;
  const first = stage1.createStage1Generator({ gf, textDim: TEXT, seed: 1 });
  const generator =
    stage === 1
      ? first
      : stage2.createStage2Generator({ gf, residualBlocks: blocks, textDim: TEXT, seed: 2 });
  const embeddings = tf.randomNormal([batch, TEXT]) as tf.Tensor2D;
  const normal = (size: number): tf.Tensor2D => tf.randomNormal([batch, size]) as tf.Tensor2D;
  const noise = () => ({
    epsilon: normal(128),
    latent: normal(100),
    ...(stage === 2 && { stage1Epsilon: normal(128) }),
  });
  const sketch = ({ latent, stage1Epsilon }: Noise): tf.Tensor4D =>
    (first.apply([embeddings, stage1Epsilon!, latent], { training: false }) as tf.Tensor4D[])[0]!;
  const repeat = (step: (noise: Noise) => Record<string, tf.Tensor>, prepare = () => {}) => {
    const fastStep = traced(step);
    return async () => {
      prepare();
      const drawn = noise();
      const results = Object.values(fastStep(drawn));
      await Promise.all(results.map((tensor) => tensor.data()));
      tf.dispose([...results, ...Object.values(drawn)]);
    };
  };

  if (task.kind === 'sampling') {
    return repeat((noise) => {
      const inputs = [sketch(noise), embeddings, noise.epsilon];
      return { images: (generator.apply(inputs) as tf.Tensor4D[])[0]! };
    });
  }

  const size = stage === 1 ? 64 : 256;
  const images = tf.randomUniform([batch, size, size, 3], -1, 1) as tf.Tensor4D;
  const discriminator =
    stage === 1
      ? stage1.createStage1Discriminator({ df, textDim: TEXT, seed: 3 })
      : stage2.createStage2Discriminator({ df, textDim: TEXT, seed: 3 });
  const settings = { learningRate: 2e-4, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 };
  const ofGenerator = createAdam(generator, settings);
  const ofDiscriminator = createAdam(discriminator, settings);

  const step = (noise: Noise) => {
    let ofReal = {};
    const common = {
      ...noise,
      generator,
      discriminator,
      optimizer: ofGenerator,
      embeddings,
      onGenerated: ({ images: generated }: { images: tf.Tensor4D }) => {
        ofReal = stage1.discriminatorStep({
          discriminator,
          optimizer: ofDiscriminator,
          batch: { images, embeddings },
          generated,
        });
      },
    };
    const ofDrawn =
      stage === 1
        ? stage1.generatorStep(common)
        : stage2.generatorStep({ ...common, stage1Images: sketch(noise) });
    const named = (network: string, losses: object) =>
      Object.entries(losses).map(([name, loss]) => [`${network} ${name}`, loss as tf.Scalar]);
    return Object.fromEntries([...named('real', ofReal), ...named('drawn', ofDrawn)]) as Record<
      string,
      tf.Scalar
    >;
  };
  return repeat(step, () => {
    ofGenerator.beginUpdate();
    ofDiscriminator.beginUpdate();
  });
}

interface Noise {
  readonly epsilon: tf.Tensor2D;
  readonly latent: tf.Tensor2D;
  readonly stage1Epsilon?: tf.Tensor2D;
}

function prepareProduct(size: number): () => Promise<void> {
  const [a, b] = [tf.randomNormal([size, size]), tf.randomNormal([size, size])];
  return async () => {
    // Read the sum, not the product: allocating memory for the product is not arithmetic.
    const sum = tf.tidy(() => tf.sum(tf.matMul(a!, b!)));
    await sum.data();
    sum.dispose();
  };
}
