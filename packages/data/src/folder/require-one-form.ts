import { posix } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { fileFinder } from './find-beside.js';
import { attributesEnding, type ImageList, textEnding } from './list-images.js';

/**
 * Throws {@link DatasetError} `source` for a folder that has lists of captions and more: two in one
 * folder, or text or JSON files beside images. It says which to remove.
 */
export function requireOneForm(
  folder: string,
  { images, texts, attributes, lists }: ImageList,
): void {
  const refuse = (reason: string): never => {
    throw new DatasetError('source', folder, `${folder} has ${reason}`);
  };
  const parents = lists.map((list) => posix.dirname(list));
  const second = parents.findIndex((parent, index) => parents.indexOf(parent) < index);
  if (second >= 0) {
    const first = lists[parents.indexOf(parents[second]!)]!;
    refuse(`two lists of captions, ${first} and ${lists[second]}; remove one of them`);
  }
  const [textOf, attributesIn] = [
    fileFinder(texts, textEnding, '.txt'),
    fileFinder(attributes, attributesEnding, '.json'),
  ];
  const beside = images.flatMap((id) => [textOf(id) ?? [], attributesIn(id) ?? []].flat());
  if (beside.length === 0) return;
  const files = `${beside.length} files beside images, such as ${beside[0]}`;
  refuse(`captions in ${lists.join(' and ')} and in ${files}; remove the list or these files`);
}
