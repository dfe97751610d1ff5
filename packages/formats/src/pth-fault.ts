import { FormatError } from './errors.js';

export function fault(reason: string): FormatError {
  return new FormatError('pth', reason);
}

/** Quotes text from a file for a message: one line of bounded length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Whether a value from a file can be a size, a position or a stride. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
