export { DatasetError, type DatasetFault } from './errors.js';
export type { BatchLoader, HostBatch, LoaderState } from './batch.js';
export type { CaptionEncoder } from './caption-encoder.js';
export type { PreparedDataset, PreparedExample, PreparedInfo } from './prepared.js';
export type { DatasetSource, PictureOptions, SourceExample, Split } from './source.js';
