import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { PipelineError } from './pipeline-error.js';
import type { TextEncoder } from './text-encoder.js';

export interface StackGANOptions {
  stage1: LayersModel;
  stage2: LayersModel;
  encoder: TextEncoder;
  /** Where ε comes from: N(0, I), or N(0, I) cut off at ±2 for networks trained on that (TensorFlow reference). */
  conditionNoise?: 'normal' | 'truncated';
}

export interface GenerateOptions {
  /** Seed of z and ε; the same seed and captions draw the same pictures. */
  seed?: number;
  /** Take the mean condition instead of drawing ε, in both stages. */
  meanOnly?: boolean;
}

/** Pictures of both stages in [-1, 1], one row a caption; dispose of both. */
export interface GeneratedPictures {
  /** [N, 64, 64, 3]. */
  stage1: tf.Tensor4D;
  /** [N, S, S, 3]. */
  images: tf.Tensor4D;
}

/** The whole StackGAN: captions in, pictures out. It owns neither the networks nor the encoder. */
export class StackGAN {
  private readonly stage1: LayersModel;
  private readonly stage2: LayersModel;
  private readonly encoder: TextEncoder;
  private readonly conditionNoise: 'normal' | 'truncated';

  /** Throws PipelineError if the encoder's embeddings do not fit a generator. */
  constructor({ stage1, stage2, encoder, conditionNoise = 'normal' }: StackGANOptions) {
    this.stage1 = stage1;
    this.stage2 = stage2;
    this.encoder = encoder;
    this.conditionNoise = conditionNoise;
    requireDimension('Stage-I', inputSize(stage1, 0), encoder);
    requireDimension('Stage-II', inputSize(stage2, 1), encoder);
  }

  /**
   * Draws one picture for each caption. A caption's noise depends on `seed` and on its place in
   * the list alone. All captions go through the networks as one batch.
   */
  async generate(
    captions: string | string[],
    { seed = 0, meanOnly = false }: GenerateOptions = {},
  ): Promise<GeneratedPictures> {
    const list = typeof captions === 'string' ? [captions] : captions;
    const values = await this.encoder.embed(list);
    const random = new SeededRandom(seed);
    const latentOf = (label: string, size: number) => {
      const values = new Float32Array(list.length * size);
      return tf.tensor2d(random.fork(label).fillNormal(values), [list.length, size]);
    };
    const epsilonOf = (label: string, size: number) => {
      const values = new Float32Array(list.length * size);
      const stream = random.fork(label);
      if (!meanOnly && this.conditionNoise === 'truncated') stream.fillTruncatedNormal(values);
      else if (!meanOnly) stream.fillNormal(values);
      return tf.tensor2d(values, [list.length, size]);
    };

    return tf.tidy(() => {
      const embedding = tf.tensor2d(values, [list.length, this.encoder.dimension]);
      const epsilon1 = epsilonOf('stage1 epsilon', inputSize(this.stage1, 1));
      const latent = latentOf('stage1 latent', inputSize(this.stage1, 2));
      const stage1 = draw(this.stage1, [embedding, epsilon1, latent]);
      const epsilon2 = epsilonOf('stage2 epsilon', inputSize(this.stage2, 2));
      return { stage1, images: draw(this.stage2, [stage1, embedding, epsilon2]) };
    });
  }
}

/** Makes a `StackGAN` pipeline of two trained generators and a text encoder. */
export function createStackGAN(options: StackGANOptions): StackGAN {
  return new StackGAN(options);
}

function draw(generator: LayersModel, inputs: tf.Tensor[]): tf.Tensor4D {
  const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
  return images;
}

function inputSize(model: LayersModel, index: number): number {
  return model.inputs[index]?.shape.at(-1) ?? 0;
}

function requireDimension(stage: string, expected: number, encoder: TextEncoder): void {
  if (expected !== encoder.dimension) {
    const found = `encoder ${encoder.name} gives embeddings of ${encoder.dimension}`;
    throw new PipelineError(
      `${stage} reads embeddings of ${expected}, ${found}: take the encoder it was trained with`,
      expected,
      encoder.dimension,
    );
  }
}
