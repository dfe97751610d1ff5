import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { CaptionEncoder } from '../caption-encoder.js';
import { type CaptionWarning, captionWarnings } from './caption-warning.js';
import { drawStage } from './cascade.js';
import { type ConditionNoise, noiseOfStages, type StageNoise } from './condition-noise.js';
import type { GenerateProgress } from './generate-progress.js';
import type { Generators } from './generators.js';
import { nextTask } from './next-task.js';
import { inputSize, noiseVectors, type NoiseVectors } from './noise-vectors.js';
import { PipelineError } from './pipeline-error.js';
import { seededNoise } from './seeded-noise.js';

export interface StackGANOptions extends Generators {
  readonly encoder: CaptionEncoder;
  /** What the networks were trained on, one word or one for each stage; N(0, I) by default. */
  readonly conditionNoise?: ConditionNoise | StageNoise;
}

export interface GenerateOptions {
  /** Seed of z and ε; the same seed and captions draw the same images. */
  seed?: number;
  /** Take the mean condition instead of drawing ε, in both stages. */
  meanOnly?: boolean;
  /** Stops between the parts; `generate` then rejects with its reason and keeps no tensors. */
  signal?: AbortSignal;
  /** Told what is being done, at rising percents; the last is 100. */
  onProgress?: (progress: GenerateProgress) => void;
  /** Told, before anything is drawn, of captions that the caption encoder half knows or cannot tell apart. */
  onWarning?: (warning: CaptionWarning) => void;
}

/** Images of all stages in [-1, 1], one row a caption; dispose of both. */
export interface StageImages {
  /** [N, 64, 64, 3]; without Stage-II the same tensor as `images`. */
  stage1: tf.Tensor4D;
  /** [N, S, S, 3], of the last stage. */
  images: tf.Tensor4D;
}

/** Captions in, images out: Stage-I alone, or the whole StackGAN. It owns neither the networks nor the encoder. */
export class StackGAN {
  private readonly generators: Generators;
  private readonly encoder: CaptionEncoder;
  private readonly noiseVectors: NoiseVectors;

  /** Throws PipelineError if the encoder's embeddings do not fit a generator. */
  constructor({ stage1, stage2, encoder, conditionNoise = 'normal' }: StackGANOptions) {
    this.generators = { stage1, stage2 };
    this.encoder = encoder;
    this.noiseVectors = noiseVectors(this.generators, noiseOfStages(conditionNoise));
    requireDimension('Stage-I', inputSize(stage1, 0), encoder);
    if (stage2) requireDimension('Stage-II', inputSize(stage2, 1), encoder);
  }

  /**
   * Draws one image for each caption. A caption's noise depends on `seed` and on its place in
   * the list alone. All captions go through the networks as one batch.
   */
  async generate(
    captions: string | string[],
    { seed = 0, meanOnly = false, signal, onProgress, onWarning }: GenerateOptions = {},
  ): Promise<StageImages> {
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
    const noiseOf = (name: keyof NoiseVectors) =>
      tf.tensor2d(noise[name]!, [rows, this.noiseVectors[name]!.size]);
    const embeddings = () => tf.tensor2d(values, [rows, this.encoder.dimension]);
    const { stage1, stage2 } = this.generators;

    const drawn: tf.Tensor4D[] = [];
    // A backend may only queue what it is asked for: values that can be read are there.
    const draw = async (generator: LayersModel, inputs: () => tf.Tensor[]) => {
      const images = tf.tidy(() => drawStage(generator, inputs()));
      drawn.push(images);
      await images.data();
      return images;
    };
    try {
      await begin('stage1', 10);
      const ofStage1 = () => [embeddings(), noiseOf('stage1Epsilon'), noiseOf('latent')];
      const sketches = await draw(stage1, ofStage1);
      if (!stage2) {
        await begin('stage1', 100);
        return { stage1: sketches, images: sketches };
      }
      await begin('stage2', 30);
      const ofStage2 = () => [sketches, embeddings(), noiseOf('stage2Epsilon')];
      const images = await draw(stage2, ofStage2);
      await begin('stage2', 100);
      return { stage1: sketches, images };
    } catch (error) {
      tf.dispose(drawn);
      throw error;
    }
  }
}

/** Makes a `StackGAN` pipeline of one or two trained generators and a caption encoder. */
export function createStackGAN(options: StackGANOptions): StackGAN {
  return new StackGAN(options);
}

function requireDimension(stage: string, expected: number, encoder: CaptionEncoder): void {
  if (expected !== encoder.dimension) {
    const found = `encoder ${encoder.name} gives embeddings of ${encoder.dimension}`;
    throw new PipelineError(
      `${stage} reads embeddings of ${expected}, ${found}: take the encoder it was trained with`,
      expected,
      encoder.dimension,
    );
  }
}
