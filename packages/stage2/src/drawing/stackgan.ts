import type { CaptionEncoder } from '@stackgan/text';
import { type CaptionWarning, captionWarnings } from './caption-warning.js';
import { type Cascade, type CascadeOptions, createCascade } from './cascade.js';
import { DisposedError } from './disposed-error.js';
import { drawRows } from './draw-rows.js';
import type { GenerateProgress } from './generate-progress.js';
import type { GeneratedImage } from './generated-image.js';
import { nextTask } from './next-task.js';
import { mapNoise } from './noise-vectors.js';
import { requireEmbeddings, requireEncoder } from './require-encoder.js';
import { seededNoise } from './seeded-noise.js';

export interface StackGANOptions extends CascadeOptions {
  readonly encoder: CaptionEncoder;
  /** What `dispose()` frees; nothing by default. */
  readonly owned?: readonly { dispose(): unknown }[];
}

export interface GenerateOptions {
  /** Seed of z and ε; the same seed and captions draw the same images. */
  readonly seed?: number;
  /** Take the mean condition instead of drawing ε, in both stages. */
  readonly meanOnly?: boolean;
  /** Images per batch, 8 by default: more need more memory. */
  readonly batchSize?: number;
  /**
   * Stops between stages and batches; `generate` then rejects with its reason and keeps no tensors.
   */
  readonly signal?: AbortSignal;
  /** Called with what is being done, at rising percents; the last is 100. */
  readonly onProgress?: (progress: GenerateProgress) => void;
  /**
   * Called, before anything is drawn, for captions that the encoder only half knows or cannot tell
   * apart.
   */
  readonly onWarning?: (warning: CaptionWarning) => void;
}

/** Captions in, images out: Stage-I alone, or both stages. */
export class StackGAN {
  /** Side of the images in pixels: 128 or 256, or 64 of Stage-I alone. */
  readonly imageSize: number;
  private readonly cascade: Cascade;
  private readonly encoder: CaptionEncoder;
  private owned: readonly { dispose(): unknown }[] | undefined;

  /** Throws PipelineError if the encoder's embeddings do not fit a generator. */
  constructor({ encoder, owned = [], ...generators }: StackGANOptions) {
    requireEncoder(generators, encoder);
    this.cascade = createCascade(generators);
    this.imageSize = this.cascade.imageSize;
    this.encoder = encoder;
    this.owned = owned;
  }

  /**
   * Draws one image per caption. Its noise depends only on `seed` and on the caption's place in the
   * list. Rejects with the encoder's error for a caption, with PipelineError if it gives another
   * count of numbers, with the reason of `signal`, with ImageError if a generator draws NaN, and with
   * DisposedError after `dispose()`.
   */
  generate(caption: string, options?: GenerateOptions): Promise<GeneratedImage>;
  generate(captions: readonly string[], options?: GenerateOptions): Promise<GeneratedImage[]>;
  async generate(
    captions: string | readonly string[],
    options: GenerateOptions = {},
  ): Promise<GeneratedImage | GeneratedImage[]> {
    if (!this.owned) throw new DisposedError('this StackGAN');
    if (typeof captions !== 'string') return this.drawAll([...captions], options);
    const [image] = await this.drawAll([captions], options);
    return image!;
  }

  /**
   * Frees what it owns. A StackGAN from `loadStackGAN` owns its networks, and its encoder unless
   * you passed that.
   */
  dispose(): void {
    for (const part of this.owned ?? []) part.dispose();
    this.owned = undefined;
  }

  private async drawAll(
    captions: string[],
    { seed = 0, meanOnly = false, batchSize, signal, onProgress, onWarning }: GenerateOptions,
  ): Promise<GeneratedImage[]> {
    const { cascade, encoder } = this;
    const count = captions.length;
    const report = async (type: GenerateProgress['type'], percent: number) => {
      onProgress?.({ type, percent });
      await nextTask();
      signal?.throwIfAborted();
    };
    await report('encode', 0);
    if (count === 0) return [];
    const values = await encoder.embed(captions);
    requireEmbeddings(values, count, encoder);
    if (onWarning) captionWarnings(captions, values, encoder).forEach(onWarning);
    const noise = seededNoise(cascade.noiseVectors, seed, { rows: count, meanOnly });
    const rowOf = (numbers: Float32Array, row: number) => {
      const size = numbers.length / count;
      return numbers.subarray(row * size, (row + 1) * size);
    };
    const rows = captions.map((_, row) => ({
      embedding: rowOf(values, row),
      noise: mapNoise(noise, (numbers) => rowOf(numbers, row)),
    }));
    const types = ['stage1', 'stage2'] as const;
    // Encoding counts as 10 percent of the whole, Stage-I as 20.
    const onStage = (stage: number, done: number, batch: number) =>
      onProgress?.({
        type: types[stage]!,
        percent: 10 + (90 * done + (stage === 0 ? 0 : 20 * batch)) / count,
      });
    const images: GeneratedImage[] = [];
    for await (const image of drawRows(cascade, rows, {
      ...(batchSize !== undefined && { batchSize }),
      ...{ signal, onStage },
    })) {
      images.push(image);
    }
    await report(types[cascade.stages.length - 1]!, 100);
    return images;
  }
}

/** A `StackGAN` of one or two trained generators and a caption encoder. */
export function createStackGAN(options: StackGANOptions): StackGAN {
  return new StackGAN(options);
}
