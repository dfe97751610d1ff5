import { mapInChunks } from '../files/map-in-chunks.js';
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
const CHUNK_SIZE = 32;

/**
 * Reads the captions of all files, so that an error in the last one is found before the first image
 * is packed. Throws the errors of `readCaptions`, and {@link DatasetError} `source` for a file
 * without captions.
 */
export async function readAllCaptions(
  paths: readonly string[],
  read?: ReadFile,
): Promise<{ files: readonly PlacedCaptions[]; notices: readonly string[] }> {
  let [blanked, first] = [0, ''];
  const files = await mapInChunks(paths, CHUNK_SIZE, async (path) => {
    const { captions, places: captionPlaces, blanked: own } = await readCaptions(path, read);
    if (captions.length === 0) {
      throw new DatasetError('source', path, `${path} has no captions; add one`);
    }
    if (own > 0 && (blanked === 0 || path < first)) first = path;
    blanked += own;
    return { captions, captionPlaces };
  });
  return { files, notices: blankedNotices(blanked, first) };
}
