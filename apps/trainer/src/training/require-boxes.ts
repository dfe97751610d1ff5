import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import type { TrainOptions } from '../options/train-options.js';

/** Whether the networks are told where the object is. */
export const readsBoxes = ({ network }: TrainOptions): boolean => 'box' in network && network.box;

/**
 * Throws UsageError if networks that read boxes cannot be trained: on a data set without boxes, or
 * with options that networks with boxes do not have.
 */
export function requireBoxes(
  { directory, examples }: Pick<PreparedDataset, 'directory' | 'examples'>,
  options: TrainOptions,
): void {
  if (!readsBoxes(options)) return;
  const unused = UNUSED.find(([option, value]) => valueAt(options, option) === value);
  if (unused !== undefined) {
    const [option, value] = unused;
    throw new UsageError(`network.box cannot be combined with ${option} ${value}`);
  }
  const missing = withoutBox(examples);
  if (missing.length === 0) return;
  throw new UsageError(
    `${directory} does not say where the object is in ${missing.length} images to learn from, such as ${missing[0]!.id}; network.box needs that. Prepare it again if an older version did (avatars, emoji and CUB have boxes); images of your own need a transparent background`,
  );
}

/** The training images whose object's place is not known. */
export const withoutBox = (examples: PreparedDataset['examples']): PreparedExample[] =>
  examples.filter(({ split, box }) => split === 'train' && box === undefined);

/**
 * Options that networks with boxes do not have, and images that come without their boxes. The first
 * numbers of z choose the box, as they do attributes.
 */
const UNUSED: readonly (readonly [option: string, value: string | boolean])[] = [
  ['network.attributePrior', true],
  ['network.generatorBody', 'residual'],
  ['network.discriminatorBody', 'residual'],
  ['network.joinOrder', 'conditionFirst'],
  ['batch.mismatched', 'wrongImages'],
];

const valueAt = (options: TrainOptions, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], options);
