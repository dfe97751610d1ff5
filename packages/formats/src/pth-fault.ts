import { FormatError } from './errors.js';

export function fault(reason: string): FormatError {
  return new FormatError('pth', reason);
}

/** Text out of a file as part of a message: one line, of bounded length. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}

/** Whether a value out of a file is a size, a position or a stride. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
