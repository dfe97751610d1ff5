import type { ConditionNoise, StageNoise } from '../drawing/condition-noise.js';
import { DisposedError } from '../drawing/disposed-error.js';
import { type GeneratedImage, readGenerated } from '../drawing/generated-image.js';
import type { Generators } from '../drawing/generators.js';
import { createStackGAN, type GenerateOptions } from '../drawing/stackgan.js';
import type { UsableEncoder } from './load-encoder.js';

/** A trained StackGAN, of one or two stages, that owns its networks; `loadStackGAN` makes one. */
export interface LoadedStackGAN {
  /** Side of the images in pixels: 128 or 256, or 64 of Stage-I alone. */
  readonly imageSize: number;
  /**
   * Draws a caption; the same seed draws the same image. Dispose of it. Rejects with what the
   * encoder says of the caption, with the reason of `signal`, with DisposedError after `dispose()`.
   */
  generate(caption: string, options?: GenerateOptions): Promise<GeneratedImage>;
  /** Frees the networks, and the caption encoder unless it was passed in. */
  dispose(): void;
}

/** What a `LoadedStackGAN` is made of. */
interface StackGANParts extends Generators {
  readonly encoder: UsableEncoder;
  readonly conditionNoise: ConditionNoise | StageNoise;
}

/** Throws PipelineError if the encoder's embeddings do not fit a generator. */
export function createLoadedStackGAN({
  stage1,
  stage2,
  encoder,
  conditionNoise,
}: StackGANParts): LoadedStackGAN {
  const pipeline = createStackGAN({ stage1, stage2, encoder: encoder.encoder, conditionNoise });
  let isDisposed = false;
  return {
    imageSize: (stage2 ?? stage1).outputs[0]?.shape[1] ?? 0,
    async generate(caption, options) {
      if (isDisposed) throw new DisposedError('this StackGAN');
      return readGenerated(await pipeline.generate(caption, options));
    },
    dispose() {
      if (isDisposed) return;
      isDisposed = true;
      for (const part of [stage1, stage2, encoder]) part?.dispose();
    },
  };
}
