import { open, readFile } from 'node:fs/promises';
import { z } from 'zod';
import { RunDirectoryError } from '../shared/errors.js';
import { describeValueIssue } from '../options/check-options.js';
import { appendToFile } from './append-to-file.js';
import { parseJson } from './parse-json.js';
import { writeFileAtomically } from './write-atomically.js';

/** A number in JSON, which stores NaN and infinities as null. */
export const jsonNumber = z.number().or(z.null().transform(() => NaN));

/** Appends one object to a JSON-lines file, never to a line that a crash cut off. */
export async function appendLine(path: string, value: unknown): Promise<void> {
  const start = (await endsInLine(path)) ? '' : '\n';
  await appendToFile(path, `${start}${JSON.stringify(value)}\n`);
}

/**
 * The objects in a JSON-lines file; none if it does not exist. A line cut off by a crash is
 * skipped. Throws RunDirectoryError for a complete line that does not fit `schema`.
 */
export async function readLines<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.split('\n').flatMap((line, index) => {
    const value = parseJson(line);
    if (value === undefined) return [];
    const parsed = schema.safeParse(value);
    if (parsed.success) return [parsed.data];
    throw new RunDirectoryError(
      `${path}, line ${index + 1}: ${describeValueIssue(parsed.error.issues[0]!, value)}; correct the line or remove it`,
      path,
    );
  });
}

const stepSchema = z.looseObject({ step: z.int() });

/**
 * Removes lines after `step`, which a resumed run will write again, and a line that was cut off, to
 * which the next line would be appended.
 */
export async function rewindLines(path: string, step: number): Promise<void> {
  const kept = (await readLines(path, stepSchema)).filter((line) => line.step <= step);
  const text = kept.map((line) => `${JSON.stringify(line)}\n`).join('');
  const isSame = text === (await readFile(path, 'utf8').catch(() => ''));
  if (!isSame) await writeFileAtomically(path, text);
}

/** Whether a new line can start at the end of a file; true if it does not exist. */
async function endsInLine(path: string): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return true;
  try {
    const { size } = await file.stat();
    if (size === 0) return true;
    const { buffer } = await file.read(new Uint8Array(1), 0, 1, size - 1);
    return buffer[0] === 0x0a;
  } finally {
    await file.close();
  }
}
