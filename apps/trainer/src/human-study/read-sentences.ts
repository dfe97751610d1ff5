import { readCaptions } from '@stackgan/data';
import { validateCaption } from '@stackgan/text';
import { placedCaptions, type TypedCaptions } from '../sampling/placed-captions.js';
import { UsageError } from '../shared/errors.js';
import { readTextFlag } from '../shared/read-text-flag.js';
import { MOST_SENTENCES } from './sentence-key.js';

/** The sentences of the file `--sentences`, one per line. Throws UsageError, CaptionError. */
export async function readSentences(file: string): Promise<TypedCaptions> {
  const wanted = `give a text file of 2 to ${MOST_SENTENCES} sentences, one per line`;
  const { captions, places, blanked } = await readTextFlag(
    '--sentences',
    file,
    wanted,
    readCaptions,
  );
  if (captions.length < 2) {
    const found = captions.length === 0 ? 'no sentence' : 'one sentence, which leaves no choice';
    throw new UsageError(`--sentences ${file} has ${found}; ${wanted}`);
  }
  if (captions.length > MOST_SENTENCES) {
    throw new UsageError(
      `--sentences ${file} has ${captions.length} sentences, and there are letters for ${MOST_SENTENCES}; ` +
        'leave some out, or make a second study of them',
    );
  }
  const typed = placedCaptions({ captions, places, blanked });
  typed.check(validateCaption);
  const seen = new Map<string, string>();
  for (const [index, caption] of captions.entries()) {
    const before = seen.get(asRead(caption));
    if (before !== undefined) {
      throw new UsageError(
        `--sentences ${before} and ${places[index]} are both "${caption}", and raters cannot tell them apart; change one`,
      );
    }
    seen.set(asRead(caption), places[index]!);
  }
  return typed;
}

/** Sentences that differ only in capitals or white space look the same to a rater. */
const asRead = (sentence: string): string =>
  sentence.normalize('NFC').toLowerCase().replace(/\s+/g, ' ');
