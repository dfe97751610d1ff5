import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type CaptionWarning, captionWarnings } from './caption-warning.js';
import type { ConditionNoise, StageNoise } from './condition-noise.js';
import type { GenerateProgress } from './generate-progress.js';
import { nextTask } from './next-task.js';
import { inputSize, stage2NoiseVectors } from './noise-vectors.js';
import { PipelineError } from './pipeline-error.js';
import { seededNoise } from './seeded-noise.js';
import type { TextEncoder } from './text-encoder.js';

export interface StackGANOptions {
  stage1: LayersModel;
  stage2: LayersModel;
  encoder: TextEncoder;
  /** What the networks were trained on, one word or one for each stage; N(0, I) by default. */
  conditionNoise?: ConditionNoise | StageNoise;
}

export interface GenerateOptions {
  /** Seed of z and ε; the same seed and captions draw the same pictures. */
  seed?: number;
  /** Take the mean condition instead of drawing ε, in both stages. */
  meanOnly?: boolean;
  /** Stops between the parts; `generate` then rejects with its reason and keeps no tensors. */
  signal?: AbortSignal;
  /** Told what is being done, at rising percents; the last is 100. */
  onProgress?: (progress: GenerateProgress) => void;
  /** Told, before anything is drawn, of captions that the text encoder half knows or cannot tell apart. */
  onWarning?: (warning: CaptionWarning) => void;
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
  private readonly noiseVectors: ReturnType<typeof stage2NoiseVectors>;

  /** Throws PipelineError if the encoder's embeddings do not fit a generator. */
  constructor({ stage1, stage2, encoder, conditionNoise = 'normal' }: StackGANOptions) {
    this.stage1 = stage1;
    this.stage2 = stage2;
    this.encoder = encoder;
    this.noiseVectors = stage2NoiseVectors(stage1, stage2, conditionNoise);
    requireDimension('Stage-I', inputSize(stage1, 0), encoder);
    requireDimension('Stage-II', inputSize(stage2, 1), encoder);
  }

  /**
   * Draws one picture for each caption. A caption's noise depends on `seed` and on its place in
   * the list alone. All captions go through the networks as one batch.
   */
  async generate(
    captions: string | string[],
    { seed = 0, meanOnly = false, signal, onProgress, onWarning }: GenerateOptions = {},
  ): Promise<GeneratedPictures> {
    const list = typeof captions === 'string' ? [captions] : captions;
    const begin = async (type: GenerateProgress['type'], percent: number) => {
      onProgress?.({ type, percent });
      await nextTask();
      signal?.throwIfAborted();
    };
    await begin('encode', 0);
    const values = await this.encoder.embed(list);
    if (onWarning) captionWarnings(list, values, this.encoder).forEach(onWarning);
    const rows = list.length;
    const noise = seededNoise(this.noiseVectors, seed, { rows, meanOnly });
    const noiseOf = (name: keyof typeof noise) =>
      tf.tensor2d(noise[name], [rows, this.noiseVectors[name].size]);
    const embedding = () => tf.tensor2d(values, [rows, this.encoder.dimension]);

    const drawn: tf.Tensor4D[] = [];
    // A backend may only queue what it is asked for: values that can be read are there.
    const draw = async (inputs: () => [LayersModel, tf.Tensor[]]) => {
      const images = tf.tidy(() => apply(...inputs()));
      drawn.push(images);
      await images.data();
      return images;
    };
    try {
      await begin('stage1', 10);
      const stage1 = await draw(() => [
        this.stage1,
        [embedding(), noiseOf('stage1Epsilon'), noiseOf('latent')],
      ]);
      await begin('stage2', 30);
      const images = await draw(() => [this.stage2, [stage1, embedding(), noiseOf('epsilon')]]);
      await begin('stage2', 100);
      return { stage1, images };
    } catch (error) {
      tf.dispose(drawn);
      throw error;
    }
  }
}

/** Makes a `StackGAN` pipeline of two trained generators and a text encoder. */
export function createStackGAN(options: StackGANOptions): StackGAN {
  return new StackGAN(options);
}

function apply(generator: LayersModel, inputs: tf.Tensor[]): tf.Tensor4D {
  const [images] = generator.apply(inputs, { training: false }) as [tf.Tensor4D];
  return images;
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
