import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DisposedError } from '../disposed-error.js';
import { type GeneratedPicture, readGenerated } from '../generated-picture.js';
import { type GenerateOptions, StackGAN } from '../stackgan.js';
import type { UsableEncoder } from './load-encoder.js';

/** What a `LoadedStackGAN` is made of. */
export interface StackGANParts {
  readonly stage1: LayersModel;
  readonly stage2: LayersModel;
  readonly encoder: UsableEncoder;
  readonly conditionNoise: 'normal' | 'truncated';
}

/** A trained StackGAN that owns its networks. `loadStackGAN` makes one. */
export class LoadedStackGAN {
  readonly #parts: StackGANParts;
  readonly #pipeline: StackGAN;
  #isDisposed = false;

  /** Throws PipelineError if the encoder's embeddings do not fit a generator. */
  constructor(parts: StackGANParts) {
    this.#parts = parts;
    this.#pipeline = new StackGAN({ ...parts, encoder: parts.encoder.encoder });
  }

  /** Side of the pictures in pixels, 128 or 256. */
  get imageSize(): number {
    return this.#parts.stage2.outputs[0]?.shape[1] ?? 0;
  }

  /**
   * Draws a caption; the same seed draws the same picture. Dispose of it. Throws what the encoder
   * says of the caption, the reason of `signal`, DisposedError after `dispose()`.
   */
  async generate(caption: string, options: GenerateOptions = {}): Promise<GeneratedPicture> {
    if (this.#isDisposed) throw new DisposedError('this StackGAN');
    return readGenerated(await this.#pipeline.generate(caption, options));
  }

  /** Frees the networks, and the text encoder unless it was passed in. */
  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const { stage1, stage2, encoder } = this.#parts;
    stage1.dispose();
    stage2.dispose();
    encoder.dispose();
  }
}
