import { FormatError } from './errors.js';

/** What is wrong with bytes, found by code that several formats share. */
class Fault extends Error {}

export const fault = (reason: string): Error => new Fault(reason);

/** Runs a reader or writer of `format`: what it finds wrong becomes a FormatError of that format. */
export function inFormat<T>(format: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Fault) throw new FormatError(format, error.message, { cause: error });
    throw error;
  }
}

/** Runs the reader of one part of a file: what it finds wrong begins with the part's name. */
export function inPart<T>(part: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Fault) throw new Fault(`${part}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Quotes text from a file for a message: one line of bounded length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Whether a value from a file can be a size, a position or a stride. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
