import { expect, it } from 'vitest';
import { printableText } from './printable-text.js';
import { Console } from './progress-line.js';

const hostile = 'red\u001b]52;c;cm0gLXJm\u0007\u001b[2J\r\u009b1A\u202ebird\u0000\u007f';
const plain = 'red\\u001b]52;c;cm0gLXJm\\u0007\\u001b[2J\\u000d\\u009b1A\\u202ebird\\u0000\\u007f';

it('shows control characters and keeps lines, tabs and all letters', () => {
  expect(printableText(hostile)).toBe(plain);
  const text = 'two\nlines\twith Ünïcode, 鳥, עברית, 🐦 and “quotes”';
  expect(printableText(text)).toBe(text);
});

it('guards all that the console prints', () => {
  const written: string[] = [];
  const console = new Console({ isTTY: true, columns: 200, write: (text) => written.push(text) });
  console.line(hostile);
  console.progress(hostile, { isTick: false });
  console.line('done');
  // The only control characters are those of the console itself.
  expect(written).toEqual([`${plain}\n`, plain, '\r\u001b[2Kdone\n']);
});
