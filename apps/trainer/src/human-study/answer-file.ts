import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.js';
import { UsageError } from '../shared/errors.js';
import { ANSWER_KINDS } from './answer-kinds.js';
import { decodeKey, studyId } from './encoded-key.js';

const common = {
  format: z.literal(1),
  study: z.string(),
  rater: z.string(),
  key: z.string(),
};
const fileSchema = z.discriminatedUnion('kind', [
  z.object({
    ...{ kind: z.literal(ANSWER_KINDS.ranking), ...common },
    /** For each caption, the letters of the models, best first. */
    answers: z.array(z.array(z.string())),
  }),
  z.object({
    ...{ kind: z.literal(ANSWER_KINDS.sentences), ...common },
    /** For each image the letter of its sentence, '' for none. */
    answers: z.array(z.string()),
  }),
]);

/** The answers of one rater, as saved by the page of a study, and the path of the file. */
export type AnswerFile = z.infer<typeof fileSchema> & { readonly path: string };
export type AnswersOf<Kind extends keyof typeof ANSWER_KINDS> = Extract<
  AnswerFile,
  { kind: (typeof ANSWER_KINDS)[Kind] }
>;

/**
 * Reads a file saved by the page of a study. Throws UsageError if it is something else or damaged.
 */
export async function readAnswerFile(path: string): Promise<AnswerFile> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`${path} cannot be read; give the files that the page of the study saved`);
  });
  const parsed = fileSchema.safeParse(parseJson(text));
  if (parsed.success) return { ...parsed.data, path };
  const where = parsed.error.issues[0]?.path.join('.');
  throw damagedAnswers(
    path,
    `is not a file of answers, or is damaged${where ? ` (at ${where})` : ''}`,
  );
}

/**
 * The key in a file of answers. Throws UsageError if it does not fit `schema` or is of another
 * study.
 */
export function readKey<Key>(schema: z.ZodType<Key>, { path, study, key }: AnswerFile): Key {
  const read = decodeKey(schema, key);
  if (read && studyId(key) === study) return read;
  throw damagedAnswers(path, `is damaged: its key is not that of study ${study}`);
}

/** The error for a file whose answers cannot be counted. */
export const damagedAnswers = (path: string, what: string): UsageError =>
  new UsageError(`${path} ${what}; have its rater open the page and save the answers again`);
