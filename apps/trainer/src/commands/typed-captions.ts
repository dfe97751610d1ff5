import { readCaptions } from '@stackgan/data';
import { CaptionError, validateCaption } from '@stackgan/text';
import type { SampleArguments } from '../command-arguments.js';
import { UsageError } from '../errors.js';
import { readTextFlag } from '../read-text-flag.js';

/** The captions of `--text` and `--captions`. */
export interface TypedCaptions {
  readonly captions: readonly string[];
  /** Runs of characters that are none, read as blanks. */
  readonly blanked: number;
  /** Throws the CaptionError of the first caption that `validate` refuses, with its file and line. */
  check(validate: (caption: string) => unknown): void;
}

/** Reads the captions that were typed; none with `--embeddings`. Throws UsageError, CaptionError. */
export async function typedCaptions({
  texts,
  captions: file,
  embeddings,
}: SampleArguments): Promise<TypedCaptions> {
  const wanted = 'give a text file, one caption a line';
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
  const check: TypedCaptions['check'] = (validate) => {
    for (const [index, caption] of captions.entries()) {
      try {
        validate(caption);
      } catch (error) {
        const place = places[index];
        if (place === undefined || (error as Error).name !== 'CaptionError') throw error;
        throw new CaptionError(`${place}: ${(error as Error).message}`, caption);
      }
    }
  };
  check(validateCaption);
  return { captions, blanked: read.blanked, check };
}
