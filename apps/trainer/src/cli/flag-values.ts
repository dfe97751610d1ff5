import { CommanderError } from 'commander';

/** The values of a flag that may be repeated. */
export const append = (text: string, list: string[] = []) => [...list, text];

/** From 0; a mistyped value is an error of usage, here and below. */
export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new CommanderError(2, 'stackgan.number', `${text} is not a whole number`);
  }
  const number = Number(text);
  if (number <= Number.MAX_SAFE_INTEGER) return number;
  const message = `${text} is more than ${Number.MAX_SAFE_INTEGER}, the largest whole number here`;
  throw new CommanderError(2, 'stackgan.number', message);
}

/** From 1. */
export function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number > 0) return number;
  throw new CommanderError(2, 'stackgan.number', `${text} is not a number from 1 on`);
}

/** Sides of images, as 64,256, in order. */
export function imageSizes(text: string): number[] {
  const sizes = [...new Set(text.split(',').map(Number))];
  if (sizes.every((size) => [64, 128, 256].includes(size))) return sizes.sort((a, b) => a - b);
  throw new CommanderError(2, 'stackgan.sizes', `--sizes ${text}: give a list of 64, 128 and 256`);
}
