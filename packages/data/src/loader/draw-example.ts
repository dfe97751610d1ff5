import type { SeededRandom } from '@stackgan/random';

/** The random choices for one example in one epoch. */
export interface ExampleDraw {
  /** Indices of the distinct captions whose embeddings are averaged. */
  readonly captions: readonly number[];
  /** Upper left corner of the window in the stored image. */
  readonly left: number;
  readonly top: number;
  readonly mirrored: boolean;
}

/** Draws captions without replacement, a window within `margin` pixels and a flip. */
export function drawExample(
  random: SeededRandom,
  {
    captions,
    captionsPerExample,
    margin,
    flip,
  }: { captions: number; captionsPerExample: number; margin: number; flip: boolean },
): ExampleDraw {
  const order = random.shuffle(Array.from({ length: captions }, (_, i) => i));
  return {
    captions: order.slice(0, captionsPerExample),
    left: random.integer(margin + 1),
    top: random.integer(margin + 1),
    mirrored: flip && random.uniform() < 0.5,
  };
}
