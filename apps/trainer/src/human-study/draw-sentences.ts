import { SeededRandom } from '@stackgan/random';
import type { Context } from '../shared/context.js';
import { drawCaption } from '../sampling/draw-caption.js';
import type { OpenedStackGAN } from '../sampling/open-stackgan.js';
import { hashImages } from './hash-images.js';
import type { SentenceKey } from './sentence-key.js';
import { webpDataUrl } from '../images/webp-data-url.js';

/** A sentence study with its images. */
export interface SentenceStudy {
  readonly key: SentenceKey;
  /** Data URLs, in the order of the numbers on the page. */
  readonly images: readonly string[];
}

/**
 * Draws one image per sentence, as `stackgan sample` does: sentence i with the noise of seed + i.
 * `seed` shuffles images and sentences independently, so that neither order reveals the other.
 */
export async function drawSentences(
  opened: OpenedStackGAN,
  { run, sentences, seed }: Pick<SentenceKey, 'run' | 'sentences' | 'seed'>,
  { console, signal }: Context,
): Promise<SentenceStudy> {
  const drawn: string[] = [];
  for (const [index, sentence] of sentences.entries()) {
    signal.throwIfAborted();
    const stages = await drawCaption(opened, sentence, { seed: seed + index, meanOnly: false });
    drawn.push(await webpDataUrl(stages.at(-1)!));
    console.progress(`${run}: drawn ${drawn.length}/${sentences.length}`, {
      isTick: drawn.length === sentences.length,
    });
  }
  const shuffled = (name: string) =>
    new SeededRandom(seed).fork(name).shuffle(sentences.map((_, index) => index));
  const drawnOf = shuffled('pictures');
  const images = drawnOf.map((sentence) => drawn[sentence]!);
  return {
    key: {
      ...{ run, sentences: [...sentences], drawnOf, lettered: shuffled('sentences'), seed },
      images: hashImages(images),
    },
    images,
  };
}
