import { appendFile, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { temporaryFolder } from '../testing/tiny.js';
import { appendLine, jsonNumber, readLines, rewindLines } from './json-lines.js';

it('leaves out a line that was cut off, and glues nothing to it after going back', async () => {
  const path = join(await temporaryFolder(), 'lines.jsonl');
  await rewindLines(path, 3);
  await expect(stat(path)).rejects.toThrow();
  for (const step of [1, 2, 3]) await appendLine(path, { step });
  await appendFile(path, '{"step"');
  expect(await readLines(path, z.object({ step: z.int() }))).toEqual([
    { step: 1 },
    { step: 2 },
    { step: 3 },
  ]);
  await rewindLines(path, 3);
  await appendLine(path, { step: 4 });
  await rewindLines(path, 2);
  await appendLine(path, { step: 3 });
  expect(await readFile(path, 'utf8')).toBe('{"step":1}\n{"step":2}\n{"step":3}\n');
});

it('reads numbers that JSON has none for, and names a line that is something else', async () => {
  const path = join(await temporaryFolder(), 'lines.jsonl');
  const schema = z.object({ step: z.int(), value: jsonNumber });
  await appendLine(path, { step: 1, value: NaN });
  expect(await readLines(path, schema)).toEqual([{ step: 1, value: NaN }]);
  // A crash cut this one off: the next has a line of its own.
  await appendFile(path, '{"step":2,"val');
  await appendLine(path, { step: 3, value: 0.5 });
  expect(await readLines(path, schema)).toEqual([
    { step: 1, value: NaN },
    { step: 3, value: 0.5 },
  ]);
  await appendLine(path, { step: 4, value: 'high' });
  const wrong = readLines(path, schema);
  await expect(wrong).rejects.toThrow(
    /lines\.jsonl, line 4: value is "high"; invalid input; correct the line or remove it$/,
  );
  await expect(wrong).rejects.toMatchObject({ name: 'RunDirectoryError', path });
});
