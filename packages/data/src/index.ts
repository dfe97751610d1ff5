/**
 * Data sets of images with captions: prepare once, then load batches.
 *
 * ```ts
 * import { createLoader, openDataset, prepareEmoji } from '@stackgan/data';
 * import { SeededRandom } from '@stackgan/random';
 * import { loadSentenceEncoder } from '@stackgan/text';
 *
 * await prepareEmoji({ outDir: 'datasets/emoji', encoder: await loadSentenceEncoder() });
 * const dataset = await openDataset('datasets/emoji');
 * const random = new SeededRandom(0);
 * const loader = createLoader({ dataset, split: 'train', imageSize: 64, batchSize: 16, random });
 * const { images, shape, embeddings, classes } = await loader.next();
 * ```
 *
 * @packageDocumentation
 */
export { prepareEmoji, type PrepareEmojiOptions } from './emoji/prepare-emoji.js';
export { emojiSource, type EmojiSourceOptions } from './emoji/emoji-source.js';
export { avatarSource, type AvatarSourceOptions } from './avatars/avatar-source.js';
export { avatarStyles } from './avatars/avatar-styles.js';
export { checkCub, cubSource, type CubSourceOptions } from './cub/cub-source.js';
export { checkFolder } from './published/check-folder.js';
export { checkCoco, cocoSource, type CocoSourceOptions } from './coco/coco-source.js';
export { checkOxford, oxfordSource, type OxfordSourceOptions } from './oxford/oxford-source.js';
export type { CheckedFile, SourceCheck } from './published/source-check.js';
export { folderSource, type FolderSourceOptions } from './folder/folder-source.js';
export { listImages, type ImageList } from './folder/list-images.js';
export { decodeImage, type DecodedImage } from './images/decode-image.js';
export { readCaptions, type CaptionFile } from './captions/read-captions.js';
export { fillFolder, type FillOptions } from './files/fill-folder.js';
export { flushFolder } from './files/flush-folder.js';
export { readLines } from './files/read-lines.js';
export type { BoundingBox, RelativeBox } from './images/bounding-box.js';
export {
  defaultPreprocessing,
  type Preprocessing,
  type ResizeFilter,
} from './images/preprocessing.js';
export { resizeImage } from './images/pack-image.js';
export type { Pixels } from './images/pixels.js';
export { prepareDataset, type PrepareOptions } from './preparation/prepare-dataset.js';
export type { HalfKnownCaptions } from './preparation/half-known-captions.js';
export type { PrepareProgress } from './preparation/prepare-progress.js';
export type {
  DatasetSource,
  ImageOptions,
  SourceExample,
  Split,
  Statement,
} from './source/dataset-source.js';
export { DATASET_FILE } from './prepared/prepared-files.js';
export { openDataset, type OpenOptions, readDatasetInfo } from './prepared/open-dataset.js';
export type {
  PreparedAttribute,
  PreparedDataset,
  PreparedExample,
  PreparedInfo,
} from './prepared/prepared-dataset.js';
export { createLoader, type LoaderOptions } from './loader/create-loader.js';
export type { BatchLoader, HostBatch, LoaderState } from './loader/batch.js';
export { drawBoxes } from './loader/draw-boxes.js';
export { pairGroups, type PairGroups } from './loader/pair-groups.js';
export { pickExamples } from './prepared/pick-examples.js';
export { cacheEmbeddings, type CachedEncoder } from './captions/embedding-cache.js';
export type { HashedCaptionEncoder } from './captions/hashed-encoder.js';
export { DatasetError, type DatasetFault } from './shared/errors.js';
