import type { HalfKnownCaptions, PrepareProgress } from '@stackgan/data';

/** Progress that counts, and so is not told by a line of its own. */
export type CountedProgress = Extract<
  PrepareProgress,
  { readonly phase: 'examples' | 'images' | 'captions' }
>;

/** What `stackgan prepare` says about the data set in the folder `out`. */
export function preparationLine(
  progress: Exclude<PrepareProgress, CountedProgress>,
  out: string,
): string {
  switch (progress.phase) {
    case 'resumed':
      return `goes on after ${imagesText(progress.done)}`;
    case 'restarted':
      return 'begins anew: what an interrupted preparation left does not fit this source and these options';
    case 'skipped':
      return `left out ${progress.id}: ${progress.reason}`;
    case 'animated':
      return `warning: ${progress.id} has ${progress.images} images, as an animation; the first one is used`;
    case 'half-known':
      return `warning: ${halfKnownText(progress)}`;
    case 'stopped':
      return `${imagesText(progress.done)} of ${out} are kept: prepare it again to go on after them`;
  }
}

const imagesText = (count: number) => `${count.toLocaleString('en')} images`;

function halfKnownText({ count, total, first }: HalfKnownCaptions): string {
  const named = first.map(
    ({ id, caption, unknownShare }) => `${id} "${caption}" (${Math.round(unknownShare * 100)} %)`,
  );
  const others = count > first.length ? ', …' : '';
  return `the caption encoder does not know half or more of ${count} of ${total} captions: ${named.join(', ')}${others}`;
}
