import { DatasetError } from '../shared/errors.js';
import type { Split } from '../source/dataset-source.js';
import type { PublishedImage } from './published-image.js';

/**
 * The part of each image of `folder` where whole classes are held out. Throws {@link DatasetError}
 * `source` for a class that the images do not have, or if no class is left for training.
 */
export function holdOutClasses(
  folder: string,
  images: readonly PublishedImage[],
  testClasses: readonly string[],
): Map<string, Split> {
  const classes = new Set(images.map((image) => image.class));
  const unknown = testClasses.filter((name) => !classes.has(name));
  if (unknown.length > 0) {
    const message = `no class of ${folder} is called ${unknown.slice(0, 3).join(', ')}; class names look like ${[...classes][0]}`;
    throw new DatasetError('source', folder, message);
  }
  const splits = new Map<string, Split>();
  for (const image of images) {
    splits.set(image.id, testClasses.includes(image.class) ? 'test' : 'train');
  }
  requireTraining(splits, 'testClasses', folder);
  return splits;
}

/** Throws {@link DatasetError} `source` if `decider` holds out all images. */
export function requireTraining(
  splits: ReadonlyMap<string, Split>,
  decider: string,
  path: string,
): void {
  if ([...splits.values()].includes('train')) return;
  const message = `${decider} holds out all ${splits.size} images, so there is none for training; hold out fewer`;
  throw new DatasetError('source', path, message);
}
