import type { HashedCaptionEncoder } from '../captions/hashed-encoder.js';
import { fillFolder } from '../files/fill-folder.js';
import { type Preprocessing, resolvePreprocessing } from '../images/preprocessing.js';
import type { PreparedInfo } from '../prepared/prepared-dataset.js';
import { describeDiskFault } from '../shared/disk-fault.js';
import { DatasetError } from '../shared/errors.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { CaptionCheck } from './check-captions.js';
import { checkEmbeddings } from './check-embeddings.js';
import { copyEmbeddings, embedCaptions } from './embed-captions.js';
import { halfKnownCaptions } from './half-known-captions.js';
import { Journal, journalFile } from './journal.js';
import { packExamples } from './pack-examples.js';
import { preparationKey } from './preparation-key.js';
import type { PrepareProgress } from './prepare-progress.js';
import { takeExamples } from './take-examples.js';
import { writeInfo } from './write-info.js';

/** Options of {@link prepareDataset}. */
export interface PrepareOptions {
  readonly source: DatasetSource;
  /** Folder to create; must be empty or not exist. */
  readonly outDir: string;
  /** Embeds the captions. Leave it out for the embeddings that the source brings. */
  readonly encoder?: HashedCaptionEncoder;
  /** Image sizes to store, sides in pixels. */
  readonly sizes?: readonly number[];
  /** How images are cropped and resized, where it differs from `defaultPreprocessing`. */
  readonly preprocessing?: Partial<Preprocessing>;
  /** An error that it throws stops the preparation, which can go on later. */
  readonly onProgress?: (progress: PrepareProgress) => void;
  /** Folder that caches embeddings for other preparations; without it they are not kept. */
  readonly cacheDir?: string;
}

/**
 * Writes a data set in the prepared format: packed images of each size, captions with their
 * embeddings, `dataset.json`. The folder appears complete or not at all. If a preparation is
 * interrupted, the next one of the same source and options goes on with what it has done; the files
 * are the same as without interruption, if the source's images are. Throws {@link DatasetError}:
 * `exists`, `disk-full`, `empty`, `box`, `source` for invalid attributes or embeddings, `encoder` if
 * neither `encoder` nor the source embeds the captions, or `encoder` gives no embeddings, `caption`
 * for a caption that the encoder refuses, before any image is packed, or `undecodable` if more than
 * 1 % of the images cannot be decoded; RangeError for invalid `preprocessing`.
 */
export async function prepareDataset({
  source,
  outDir,
  encoder,
  sizes = [64, 256],
  preprocessing: given,
  onProgress = () => undefined,
  cacheDir,
}: PrepareOptions): Promise<PreparedInfo> {
  const preprocessing = resolvePreprocessing(given);
  let info: PreparedInfo | undefined;
  let images = 0;
  const countImages = (progress: PrepareProgress) => {
    if (progress.phase === 'images' || progress.phase === 'resumed') images = progress.done;
    onProgress(progress);
  };
  const fill = async (folder: string): Promise<void> => {
    const examples = await takeChecked(source, encoder, onProgress);
    const identity = encoder ?? checkEmbeddings(examples, source);
    const halfKnown = encoder && halfKnownCaptions(examples, encoder);
    if (halfKnown) onProgress({ phase: 'half-known', ...halfKnown });
    const recipe = { source, sizes, preprocessing };
    const key = preparationKey({ ...recipe, examples, encoder: identity });
    const journal = await Journal.open(folder, key);
    if (journal.left === 'other') onProgress({ phase: 'restarted' });
    const packed = await packExamples({ ...recipe, examples, folder, onProgress: countImages });
    if (packed.examples.length === 0) {
      throw new DatasetError('empty', outDir, `${source.name} has no image that can be decoded`);
    }
    if (encoder) await embedCaptions({ ...packed, folder, encoder, cacheDir, journal, onProgress });
    else await copyEmbeddings(packed.examples, folder, identity.dimension);
    info = await writeInfo({ ...recipe, ...packed, encoder: identity, folder });
  };
  let isKept = false;
  const keep = (error: unknown) => (isKept = images > 0 && !isOfSource(error));
  try {
    await fillFolder(outDir, fill, { keep, notes: journalFile });
  } catch (error) {
    if (isKept) onProgress({ phase: 'stopped', done: images });
    throw describeDiskFault(error, outDir);
  }
  return info!;
}

/** All examples, checked, in as little memory as they fit into. */
async function takeChecked(
  source: DatasetSource,
  encoder: HashedCaptionEncoder | undefined,
  onProgress: (progress: PrepareProgress) => void,
): Promise<SourceExample[]> {
  const captions = new CaptionCheck(encoder ?? {});
  const examples = await takeExamples(source, onProgress, (example) => {
    captions.check(example);
    // Only messages need the places, which are as long as the captions; and lines that are cut out of
    // a text keep the whole text in memory, while their copies do not.
    const { captionPlaces: _captionPlaces, ...kept } = example;
    const lines = JSON.parse(JSON.stringify(kept.captions)) as string[];
    return Object.assign(kept, { captions: lines });
  });
  captions.finish();
  return examples;
}

/** Whether the source is at fault: once it is corrected, what is packed of it is of no use. */
const isOfSource = (error: unknown): boolean =>
  error instanceof DatasetError && error.fault !== 'disk-full';
