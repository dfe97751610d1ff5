import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { appendLine, readLines, rewindLines } from './json-lines.js';

it('leaves out a line that was cut off, and glues nothing to it after going back', async () => {
  const path = join(await temporaryFolder(), 'lines.jsonl');
  await rewindLines(path, 3);
  await expect(stat(path)).rejects.toThrow();
  for (const step of [1, 2, 3]) await appendLine(path, { step });
  await appendFile(path, '{"step"');
  expect(await readLines(path)).toEqual([{ step: 1 }, { step: 2 }, { step: 3 }]);
  await rewindLines(path, 3);
  await appendLine(path, { step: 4 });
  await rewindLines(path, 2);
  await appendLine(path, { step: 3 });
  expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n{"step":3}\n');
});
