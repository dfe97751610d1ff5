import { shownValue } from '@stackgan/formats';
import type { z } from 'zod';

/** Invalid JSON, or JSON that does not fit its schema; the message has the field and its value. */
class JsonFault extends Error {
  override readonly name = 'JsonFault';
}

/** Parses and checks JSON; messages of JsonFault begin with `label`, a file or a line of it. */
export function readJson<T>(text: string, schema: z.ZodType<T>, label: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new JsonFault(`${label} is cut off or not JSON`, { cause });
  }
  const { data, error } = schema.safeParse(value, {
    error: ({ input, message }) => {
      return `is ${shownValue(input)}${message === undefined ? '' : ` (${message})`}`;
    },
  });
  if (error === undefined) return data;
  const { path, message } = error.issues[0]!;
  throw new JsonFault(`${label}: ${path.join('.') || 'it'} ${message}`);
}
