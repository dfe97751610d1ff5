import type { z } from 'zod';

/** Longer values are cut in messages. */
const longestValue = 80;

/** A file's text that is no JSON, or JSON of another shape; the message says which field has what value. */
class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

/** Parses and checks JSON; `label` (a file, or a line of it) begins the message of the JsonFault. */
export function readJson<T>(text: string, schema: z.ZodType<T>, label: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new JsonFault(`${label} is cut off or no JSON`, { cause });
  }
  const { data, error } = schema.safeParse(value, {
    error: ({ input, message }) => {
      const shown = JSON.stringify(input) ?? 'missing';
      const short = shown.length > longestValue ? `${shown.slice(0, longestValue)}…` : shown;
      return `is ${short}${message === undefined ? '' : ` (${message})`}`;
    },
  });
  if (error === undefined) return data;
  const { path, message } = error.issues[0]!;
  throw new JsonFault(`${label}: ${path.join('.') || 'it'} ${message}`);
}
