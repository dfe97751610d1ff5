import { pairGroups, type PreparedDataset } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import type { TrainOptions } from '../options/train-options.js';

/**
 * Describes which captions count as mismatched where a data set has a single class. Undefined if it
 * has more, or if `batch.mismatched` is 'shifted', which ignores classes. Throws UsageError for a
 * data set with fewer than two training images, which has no mismatched pair.
 */
export function describePairs(
  { directory, info, examples }: Pick<PreparedDataset, 'directory' | 'info' | 'examples'>,
  { batch: { mismatched } }: TrainOptions,
): string | undefined {
  const members = examples.filter(({ split }) => split === 'train');
  if (members.length < 2) {
    throw new UsageError(
      `${directory} has ${members.length === 1 ? '1 image' : 'no image'} to learn from; the discriminator needs captions of others, so prepare two images or more`,
    );
  }
  if (mismatched === 'shifted' || pairGroups(members).by === 'class') return undefined;
  const what =
    mismatched === 'masked'
      ? 'a wrong caption is that of another image'
      : 'a wrong image is any other one';
  const className = info.classNames[members[0]!.class];
  return `all ${members.length} images to learn from are of one class (${className}), so ${what}`;
}
