import { DatasetError } from '../shared/errors.js';

/** Share of images that may fail to decode. */
const undecodableLimit = 0.01;

/**
 * Throws `undecodable` if more than 1 % of `total` images could not be decoded; `reason` is that of
 * the first one.
 */
export function checkUndecodable(
  ids: readonly string[],
  total: number,
  name: string,
  reason?: string,
): void {
  if (ids.length <= total * undecodableLimit) return;
  throw new DatasetError(
    'undecodable',
    name,
    `${ids.length} images of ${name} cannot be decoded, more than 1 % (${ids.slice(0, 3).join(', ')}` +
      `${ids.length > 3 ? ', …' : ''}); repair or remove them${reason === undefined ? '' : `. ${reason}`}`,
  );
}
