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
export { prepareEmoji, type PrepareEmojiOptions } from './prepare-emoji.js';
export { emojiSource, type EmojiSourceOptions } from './emoji/emoji-source.js';
export { avatarSource, type AvatarSourceOptions } from './avatars/avatar-source.js';
export { avatarStyles } from './avatars/avatar-styles.js';
export { cubSource, type CubSourceOptions } from './cub/cub-source.js';
export { folderSource, type FolderSourceOptions } from './folder-source.js';
export { listImages, type ImageList } from './list-images.js';
export { decodeImage, type DecodedImage } from './decode-image.js';
export { readCaptions, type CaptionFile } from './read-captions.js';
export { readLines } from './read-lines.js';
export type { BoundingBox } from './bounding-box.js';
export { defaultPreprocessing, type Preprocessing, type ResizeFilter } from './preprocessing.js';
export { resizeImage } from './image.js';
export type { Pixels } from './pixels.js';
export { prepareDataset, type PrepareOptions } from './prepare-dataset.js';
export type { HalfKnownCaptions } from './half-known-captions.js';
export type { PrepareProgress } from './prepare-progress.js';
export type { DatasetSource, ImageOptions, SourceExample, Split, Statement } from './source.js';
export { openDataset, type OpenOptions } from './open-dataset.js';
export type {
  PreparedAttribute,
  PreparedDataset,
  PreparedExample,
  PreparedInfo,
} from './prepared.js';
export { createLoader, type LoaderOptions } from './create-loader.js';
export type { BatchLoader, HostBatch, LoaderState } from './batch.js';
export { pairGroups, type PairGroups } from './pair-groups.js';
export { pickExamples } from './pick-examples.js';
export { cacheEmbeddings, type CachedEncoder } from './embedding-cache.js';
export type { CaptionEncoder } from './caption-encoder.js';
export { DatasetError, type DatasetFault } from './errors.js';
