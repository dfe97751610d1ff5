import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import { blankedNotices } from './clean-caption.js';
import { readCaptions } from './read-captions.js';

/** Captions of an example with the place of each, as in `SourceExample`. */
export interface PlacedCaptions {
  readonly captions: readonly string[];
  readonly captionPlaces: readonly string[];
}

/** Number of files that are read in parallel. */
const chunkSize = 32;

/**
 * Reads the captions of all files, so that an error in the last one is found before the first image
 * is packed. Throws the errors of `readCaptions`, and {@link DatasetError} `source` for a file
 * without captions.
 */
export async function readAllCaptions(
  paths: readonly string[],
  read?: ReadFile,
): Promise<{ files: readonly PlacedCaptions[]; notices: readonly string[] }> {
  const files: PlacedCaptions[] = [];
  let [blanked, first] = [0, ''];
  for (let start = 0; start < paths.length; start += chunkSize) {
    const chunk = paths.slice(start, start + chunkSize);
    for (const [index, file] of (
      await Promise.all(chunk.map((path) => readCaptions(path, read)))
    ).entries()) {
      const path = chunk[index]!;
      const { captions, places: captionPlaces } = file;
      if (captions.length === 0) {
        throw new DatasetError('source', path, `${path} has no captions; add one`);
      }
      if (blanked === 0 && file.blanked > 0) first = path;
      blanked += file.blanked;
      files.push({ captions, captionPlaces });
    }
  }
  return { files, notices: blankedNotices(blanked, first) };
}
