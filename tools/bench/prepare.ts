import * as stage1 from '@stackgan/stage1';
import * as stage2 from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { createAdam } from '../../apps/trainer/src/training/adam.js';
import type { Work } from './works.js';

const TEXT = 512;

/** One run of a work in this project, on the current backend. */
export function prepare(work: Work): () => Promise<void> {
  if (work.kind === 'gemm') return prepareProduct(work.size);
  const { sizes } = work;
  const { stage, gf, df, batch, blocks } = sizes;
  const first = stage1.createStage1Generator({ gf, textDim: TEXT, seed: 1 });
  const generator =
    stage === 1
      ? first
      : stage2.createStage2Generator({ gf, residualBlocks: blocks, textDim: TEXT, seed: 2 });
  const embeddings = tf.randomNormal([batch, TEXT]) as tf.Tensor2D;
  const normal = (size: number): tf.Tensor2D => tf.randomNormal([batch, size]) as tf.Tensor2D;
  const sketch = (): tf.Tensor4D =>
    (first.apply([embeddings, normal(128), normal(100)], { training: false }) as tf.Tensor4D[])[0]!;

  if (work.kind === 'sampling') {
    return async () => {
      const images = tf.tidy(
        () => (generator.apply([sketch(), embeddings, normal(128)]) as tf.Tensor4D[])[0]!,
      );
      await images.data();
      images.dispose();
    };
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

  return async () => {
    const scalars: tf.Scalar[] = [];
    tf.tidy(() => {
      const common = {
        generator,
        discriminator,
        optimizer: ofGenerator,
        embeddings,
        epsilon: normal(128),
        onGenerated: ({ images: generated }: { images: tf.Tensor4D }) => {
          const losses = stage1.discriminatorStep({
            discriminator,
            optimizer: ofDiscriminator,
            batch: { images, embeddings },
            generated,
          });
          scalars.push(...(Object.values(losses) as tf.Scalar[]));
        },
      };
      const losses =
        stage === 1
          ? stage1.generatorStep({ ...common, latent: normal(100) })
          : stage2.generatorStep({ ...common, stage1Images: sketch() });
      scalars.push(...Object.values(losses));
    });
    await Promise.all(scalars.map((scalar) => scalar.data()));
    tf.dispose(scalars);
  };
}

function prepareProduct(size: number): () => Promise<void> {
  const [a, b] = [tf.randomNormal([size, size]), tf.randomNormal([size, size])];
  return async () => {
    // Its sum is read, for making room for the product is not arithmetic.
    const sum = tf.tidy(() => tf.sum(tf.matMul(a!, b!)));
    await sum.data();
    sum.dispose();
  };
}
