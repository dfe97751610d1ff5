import { readCaptions } from '@stackgan/data';
import { validateCaption } from '@stackgan/text';
import { UsageError } from '../shared/errors.js';
import { readTextFlag } from '../shared/read-text-flag.js';
import { placedCaptions, type TypedCaptions } from '../sampling/placed-captions.js';

/** The flags that give captions. */
interface CaptionFlags {
  readonly texts: readonly string[];
  readonly captions: string | undefined;
  readonly embeddings: string | undefined;
}

/**
 * Reads the captions of `--text` and `--captions`; empty with `--embeddings`. Throws UsageError,
 * CaptionError.
 */
export async function typedCaptions({
  texts,
  captions: file,
  embeddings,
}: CaptionFlags): Promise<TypedCaptions> {
  const wanted = 'give a text file, one caption per line';
  const read =
    file === undefined
      ? { captions: [], places: [], blanked: 0 }
      : await readTextFlag('--captions', file, wanted, readCaptions);
  const captions = [...texts, ...read.captions];
  const places = [...texts.map(() => undefined), ...read.places];
  if (embeddings !== undefined && captions.length > 0) {
    throw new UsageError(
      '--embeddings stands in place of captions; leave out --text and --captions',
    );
  }
  if (embeddings === undefined && captions.length === 0) {
    throw new UsageError('no caption; give --text "a red apple" or --captions <file>');
  }
  const typed = placedCaptions({ captions, places, blanked: read.blanked });
  typed.check(validateCaption);
  return typed;
}
