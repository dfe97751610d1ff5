import { printableText } from './printable-text.js';

/** Characters of the longest text that is shown whole; captions that encoders accept are shorter. */
const LONGEST = 300;

/** Foreign text for a line or a label: printable, and cut off where it is very long. */
export function shortText(text: string): string {
  const characters = [...text.slice(0, 2 * LONGEST)];
  const isLong = characters.length > LONGEST || text.length > 2 * LONGEST;
  return printableText(isLong ? `${characters.slice(0, LONGEST).join('')}…` : text);
}
