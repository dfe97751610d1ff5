import { captionWarnings } from '@stackgan/stage2';
import type { CaptionEncoder } from '@stackgan/text';
import type { Context } from '../shared/context.js';

/**
 * Embeds `captions` and prints which of them the encoder only half knows or cannot tell apart.
 * Throws the encoder's error for a caption that it cannot read. It embeds one at a time, as drawing
 * does, since a batch rounds differently.
 */
export async function checkCaptions(
  captions: readonly string[],
  encoder: CaptionEncoder,
  { console, signal }: Context,
): Promise<void> {
  const embeddings = new Float32Array(captions.length * encoder.dimension);
  for (const [row, caption] of captions.entries()) {
    signal.throwIfAborted();
    embeddings.set(await encoder.embed([caption]), row * encoder.dimension);
    console.progress(`read caption ${row + 1}/${captions.length}`, { isTick: false });
  }
  for (const { message } of captionWarnings(captions, embeddings, encoder)) {
    console.line(`warning: ${message}`);
  }
}
