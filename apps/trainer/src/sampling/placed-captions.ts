import type { CaptionFile } from '@stackgan/data';
import { CaptionError } from '@stackgan/text';
import type { Context } from '../shared/context.js';

/** Captions from the command line or from a file. */
export interface TypedCaptions {
  readonly captions: readonly string[];
  /** Number of runs of invalid characters, which are read as blanks. */
  readonly blanked: number;
  /**
   * Throws the CaptionError of the first caption that `validate` refuses, with its file and line.
   */
  check(validate: (caption: string) => unknown): void;
}

/** Captions whose errors name their `places`, if they have one. */
export function placedCaptions({
  captions,
  places,
  blanked,
}: Pick<CaptionFile, 'captions' | 'blanked'> & {
  readonly places: readonly (string | undefined)[];
}): TypedCaptions {
  return {
    captions,
    blanked,
    check(validate) {
      for (const [index, caption] of captions.entries()) {
        try {
          validate(caption);
        } catch (error) {
          const place = places[index];
          if (place === undefined || (error as Error).name !== 'CaptionError') throw error;
          throw new CaptionError(`${place}: ${(error as Error).message}`, caption);
        }
      }
    },
  };
}

/** Reports invalid characters in `typed`. */
export function sayBlanked({ blanked }: TypedCaptions, { console }: Context): void {
  if (blanked === 0) return;
  console.line(`captions: ${blanked} runs of U+FFFD or control characters read as blanks`);
}
