import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { UsageError } from '../errors.js';
import { decodeKey, letterOf, type StudyKey, studyId } from './study-key.js';

const fileSchema = z.object({
  kind: z.literal('stackgan-human-study'),
  format: z.literal(1),
  study: z.string(),
  rater: z.string(),
  /** For each caption the letters of the models, best first. */
  answers: z.array(z.array(z.string())),
  key: z.string(),
});

/** The answers of one rater. */
export interface RaterAnswers {
  readonly study: string;
  readonly rater: string;
  readonly key: StudyKey;
  /** For each caption the models, best first. */
  readonly rankings: readonly (readonly string[])[];
}

/** Reads a file that the page of a study saved. Throws UsageError for one that is damaged or incomplete. */
export async function readAnswers(path: string): Promise<RaterAnswers> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read; give the files that the page of the study saved`);
  });
  const damaged = (what: string) =>
    new UsageError(`${path} ${what}; have its rater open the page and save the answers again`);
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.');
    throw damaged(`is no file of answers, or damaged${where ? ` (at ${where})` : ''}`);
  }
  const { study, rater, answers, key: encoded } = parsed.data;
  const key = decodeKey(encoded);
  if (!key || studyId(encoded) !== study) throw damaged(`is damaged: its key is not of ${study}`);
  const count = key.captions.length;
  const ranked = answers.filter((letters) => letters.length > 0).length;
  if (answers.length !== count || ranked < count) {
    throw damaged(`is incomplete: it ranks ${ranked} of ${count} captions`);
  }
  const rankings = answers.map((letters, caption) => {
    const order = key.orders[caption]!;
    const known = order.map((_, index) => letterOf(index));
    if (String([...letters].sort()) !== String(known)) {
      throw damaged(
        `is damaged: caption ${caption + 1} is ranked "${letters.join(' ')}", not each of ${known.join(' ')} once`,
      );
    }
    return letters.map((letter) => key.models[order[known.indexOf(letter)]!]!);
  });
  return { study, rater, key, rankings };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
