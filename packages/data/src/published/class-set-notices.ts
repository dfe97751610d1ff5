import type { SourceExample, Split } from '../source/dataset-source.js';
import { type Counts, countNotices, shown } from './count-notice.js';

/** Captions of an image in the sets of Reed et al. */
const CAPTIONS = 10;

/**
 * How a set of examples with classes differs from the published one: `published` has the numbers of
 * this split, `paper` those of the split of the paper. `dimension` is that of published embeddings.
 */
export function classSetNotices(
  examples: readonly SourceExample[],
  { published, paper, dimension }: { published: Counts; paper: Counts; dimension?: number },
): string[] {
  return [
    ...countNotices(
      { ...countsOf(examples), ...sizeOf(dimension) },
      { ...published, ...sizeOf(dimension && 1024) },
    ),
    ...oddNotices(examples),
    ...sharedNotices(examples, paper),
  ];
}

/** A notice of images that are left out, if there are any. */
export const leftOutNotices = (count: number): string[] =>
  count > 0 ? [`${shown(count)} images are left out: no filenames.pickle names them`] : [];

/** The number of all captions. */
export const captionCount = (texts: readonly Pick<SourceExample, 'captions'>[]): number =>
  texts.reduce((sum, { captions }) => sum + captions.length, 0);

const classesOf = (examples: readonly SourceExample[], split: Split): Set<string> =>
  new Set(examples.filter((each) => each.split === split).map((each) => each.class));

function countsOf(examples: readonly SourceExample[]): Counts {
  const train = examples.filter(({ split }) => split === 'train').length;
  return {
    'training images': train,
    'test images': examples.length - train,
    'training classes': classesOf(examples, 'train').size,
    'test classes': classesOf(examples, 'test').size,
    captions: captionCount(examples),
  };
}

const sizeOf = (dimension: number | undefined): Counts =>
  dimension === undefined ? {} : { 'numbers per embedding': dimension };

/** Names a file with a caption too many or too few, which the sum of all may hide. */
function oddNotices(examples: readonly SourceExample[]): string[] {
  const odd = examples.filter(({ captions }) => captions.length !== CAPTIONS);
  if (odd.length === 0) return [];
  const { id, captions } = odd[0]!;
  return [
    `captions: ${shown(odd.length)} images do not have ${CAPTIONS}, such as ${id} with ${captions.length}`,
  ];
}

/** Says that classes are in both parts, where the paper holds out whole classes. */
function sharedNotices(examples: readonly SourceExample[], paper: Counts): string[] {
  const test = classesOf(examples, 'test');
  const shared = [...classesOf(examples, 'train')].filter((name) => test.has(name));
  if (shared.length === 0) return [];
  return [
    `split: classes with training and test images ${shown(shared.length)}, such as ${shared[0]}; the paper ` +
      `holds out ${paper['test classes']} whole classes: name these, or add the pickles of its code`,
  ];
}
