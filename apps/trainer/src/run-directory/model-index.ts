import { MODEL_INDEX_FORMAT, type ModelIndex } from '@stackgan/stage2';
import { type EncoderIdentity, UNKNOWN_HASH } from './run-options.js';

/** The text of `stackgan.json`: in which folders the generators are, and which encoder they read. */
export function modelIndexText(
  folders: Pick<ModelIndex, 'stage1' | 'stage2'>,
  { name, hash, dimension }: EncoderIdentity,
): string {
  const encoder = hash === UNKNOWN_HASH ? {} : { encoder: { name, hash, dimension } };
  const index: ModelIndex = { format: MODEL_INDEX_FORMAT, ...folders, ...encoder };
  return `${JSON.stringify(index, null, 2)}\n`;
}
