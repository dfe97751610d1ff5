import { CommanderError } from 'commander';

/** Collects the values of a repeatable flag. */
export const append = (text: string, list: string[] = []) => [...list, text];

/** Parses a whole number from 0. Here and below, an invalid value is a usage error. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new CommanderError(2, 'stackgan.number', `${text} is not a whole number`);
  }
  const number = Number(text);
  if (number <= Number.MAX_SAFE_INTEGER) return number;
  const message = `${text} is more than ${Number.MAX_SAFE_INTEGER}, the largest whole number here`;
  throw new CommanderError(2, 'stackgan.number', message);
}

/** Parses a whole number from 1. */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new CommanderError(2, 'stackgan.number', `${text} is not a number from 1 on`);
}

/** Parses sides of images, such as `64,256`, and sorts them. */
export function imageSizes(text: string): number[] {
  const sizes = [...new Set(text.split(',').map(Number))];
  if (sizes.every((size) => [64, 128, 256].includes(size))) return sizes.sort((a, b) => a - b);
  throw new CommanderError(2, 'stackgan.sizes', `--sizes ${text}: give a list of 64, 128 and 256`);
}
