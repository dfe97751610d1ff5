import type { RgbImage } from '../images/rgb-image.js';
import { checkWhole, MetricError } from '../shared/metric-error.js';
import type { NamedAttribute } from './attribute-reader.js';

/** Square images of one size with labels of their attributes. */
export interface LabelledImages {
  /** Side, S. */
  readonly size: number;
  /** RGB bytes, [N, S, S, 3]. */
  readonly data: Uint8Array;
  /** [N, attributes]: the position of the value that an image shows; -1 where it is unknown. */
  readonly labels: Int32Array;
}

/**
 * The number of images; throws {@link MetricError} if images, labels and attributes do not fit each
 * other.
 */
export function checkLabels(
  { size, data, labels }: LabelledImages,
  attributes: readonly NamedAttribute[],
): number {
  checkWhole('size', size, 1);
  const count = data.length / (size * size * 3);
  if (!Number.isInteger(count) || count < 2) {
    const what = `${data.length} bytes are ${count} images of ${size}×${size}`;
    throw new MetricError('shape', `${what}; give two or more, three bytes a pixel`);
  }
  if (attributes.length === 0) {
    throw new MetricError('shape', 'There are no attributes; name at least one with its values');
  }
  const mute = attributes.find(({ values }) => values.length === 0);
  if (mute) throw new MetricError('shape', `${mute.name} has no values; leave it out`);
  if (labels.length !== count * attributes.length) {
    const what = `${labels.length} labels for ${count} images`;
    throw new MetricError('shape', `${what}; give one for each of ${attributes.length} attributes`);
  }
  const bad = labels.findIndex(
    (label, i) => label < -1 || label >= attributes[i % attributes.length]!.values.length,
  );
  if (bad >= 0) {
    const { name, values } = attributes[bad % attributes.length]!;
    const where = `${name} of image ${Math.floor(bad / attributes.length)} is ${labels[bad]}`;
    throw new MetricError('shape', `${where}: give 0 to ${values.length - 1}, -1 if unknown`);
  }
  if (labels.every((label) => label < 0)) {
    throw new MetricError('meaningless', 'No attribute of any image is known: all labels are -1');
  }
  return count;
}

/** One of the images, a view. */
export const imageAt = ({ size, data }: LabelledImages, row: number): RgbImage => ({
  width: size,
  height: size,
  data: data.subarray(row * size * size * 3, (row + 1) * size * size * 3),
});
