import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/temporary-folder.js';
import { byteLines } from './byte-lines.js';

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of byteLines(path)) lines.push(line.toString());
  return lines;
}

it('splits at \\n only, also across the parts that a file is read in', async () => {
  const path = join(await temporaryFolder(), 'lines');
  const long = `é${'x'.repeat(200_000)}\n`;
  const whole = ['a\u2028b\r\n', '\n', long, 'c\n', long];
  for (const lines of [[], whole, [...whole, 'cut off'], ['one\n']]) {
    await writeFile(path, lines.join(''));
    expect(await linesOf(path)).toEqual(lines);
  }
});

it('refuses a line that would fill memory', async () => {
  const path = join(await temporaryFolder(), 'lines');
  await writeFile(path, 'one\n');
  await truncate(path, 2 ** 27);
  await expect(linesOf(path)).rejects.toThrow('a line of more than 67108864 bytes');
});
