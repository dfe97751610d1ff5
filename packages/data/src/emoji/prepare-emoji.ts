import { emojiSource, type EmojiSourceOptions } from './emoji-source.js';
import { prepareDataset, type PrepareOptions } from '../preparation/prepare-dataset.js';
import type { PreparedInfo } from '../prepared/prepared-dataset.js';

/** Options of {@link prepareEmoji}. */
export type PrepareEmojiOptions = Omit<PrepareOptions, 'source' | 'encoder'> &
  Required<Pick<PrepareOptions, 'encoder'>> &
  EmojiSourceOptions;

/** Prepares the emoji set: `prepareDataset` of `emojiSource`, with the errors of both. */
export async function prepareEmoji({
  seed,
  testFraction,
  filter,
  ...options
}: PrepareEmojiOptions): Promise<PreparedInfo> {
  const source = await emojiSource({
    ...(seed !== undefined && { seed }),
    ...(testFraction !== undefined && { testFraction }),
    ...(filter && { filter }),
  });
  return prepareDataset({ source, ...options });
}
