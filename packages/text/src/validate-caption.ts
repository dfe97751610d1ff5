import { CaptionError } from './errors.js';

/** Longest caption in characters; the encoder reads at most 128 tokens, about four each. */
const maximumCaptionLength = 500;

/**
 * Returns the caption without surrounding blanks. Throws {@link CaptionError} when it is not
 * text, blank, or longer than 500 characters.
 */
export function validateCaption(caption: unknown): string {
  if (typeof caption !== 'string') {
    throw new CaptionError(`A caption must be text, got ${typeof caption}`, caption);
  }
  const trimmed = caption.trim();
  if (trimmed === '') {
    throw new CaptionError('The caption is empty; describe an image in a sentence', caption);
  }
  if (trimmed.length > maximumCaptionLength) {
    throw new CaptionError(
      `The caption "${trimmed.slice(0, 40)}…" has ${trimmed.length} characters; ` +
        `shorten it to ${maximumCaptionLength}`,
      caption,
    );
  }
  return trimmed;
}
