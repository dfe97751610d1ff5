import { readFileSync } from 'node:fs';
import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCsvList } from './read-csv-list.js';
import { readJsonList } from './read-json-list.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

// By fixtures/make-lists.py, with Python's csv and pandas.
const fixture = JSON.parse(
  readFileSync(new URL('../../fixtures/lists.json', import.meta.url), 'utf8'),
) as { rows: [string, string, string, string][]; lists: Record<string, string> };

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

/** File, caption, class and split of each caption. */
async function read(name: string, content: string | Uint8Array) {
  const readList = name.endsWith('.csv') ? readCsvList : readJsonList;
  const rows = await readList(await write(name, content));
  return rows.flatMap((row) => row.captions.map((text) => [row.file, text, row.class, row.split]));
}

/** A message without the folder. */
const fault = (name: string, content: string | Uint8Array): Promise<string> =>
  read(name, content).then(
    (rows) => `read ${JSON.stringify(rows)}`,
    (error: Error & { fault: string; path: string }) => {
      expect(error.name).toBe('DatasetError');
      return error.message.replaceAll(error.path, name);
    },
  );

describe('lists of captions by other programs', () => {
  const csv = Object.keys(fixture.lists).filter((name) => name.endsWith('.csv'));
  it.each(csv)('are read: %s', async (name) => {
    const bytes = Buffer.from(fixture.lists[name]!, 'base64');
    expect(await read(name, bytes)).toEqual(fixture.rows);
  });

  it('are read: objects of pandas with several captions, and those of Hugging Face', async () => {
    const objects = await read('a.jsonl', Buffer.from(fixture.lists['pandas.jsonl']!, 'base64'));
    const inOrder = ['cat/tom.png', 'rex.png', 'été.png'].flatMap((file) =>
      fixture.rows.filter(([name]) => name === file),
    );
    expect(objects).toEqual(inOrder);
    const metadata = Buffer.from(fixture.lists['metadata.jsonl']!, 'base64');
    const first = [0, 1, 3].map((row) => fixture.rows[row]!.slice(0, 2));
    expect(await read('metadata.jsonl', metadata)).toEqual(
      first.map((row) => [...row, undefined, undefined]),
    );
  });
});

describe('readCsvList', () => {
  it('reads any text from a cell, and counts lines', async () => {
    const text = fc.string({ unit: 'grapheme' }).filter((caption) => caption.trim() !== '');
    const path = await write('captions.csv', '');
    const property = fc.asyncProperty(
      fc.array(text, { minLength: 1 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n'),
      async (captions, by, end) => {
        const rows = captions.map((caption) => ['a.png', `"${caption.replaceAll('"', '""')}"`]);
        const lines = [['image', 'text'], ...rows].map((cells) => cells.join(by) + end);
        await writeFile(path, lines.join(''));
        const found = await readCsvList(path);
        expect(found.map((row) => row.captions[0])).toEqual(captions);
        const before = found.map((_, index) => lines.slice(0, index + 1).join(''));
        expect(found.map(({ line }) => line)).toEqual(
          before.map((part) => part.split(/\r\n|[\n\r]/).length),
        );
      },
    );
    await fc.assert(property, { numRuns: 100 });
  });

  it('skips blank rows, and takes columns in any order', async () => {
    const list = 'split;caption;file_name;class\n\n;a cat; a.png ;\n;;;\ntest;"a; b";b.png;dog\n\n';
    expect(await read('metadata.csv', list)).toEqual([
      [' a.png ', 'a cat', undefined, undefined],
      ['b.png', 'a; b', 'dog', 'test'],
    ]);
    expect(await read('captions.csv', '')).toEqual([]);
  });

  const header = 'file,caption\n';
  it.each([
    ['a.png,a cat\n', /^captions.csv, line 1: the column "a.png" is not known; name the columns/],
    [',file,caption\n0,a.png,b', /line 1: the column "" is not known/],
    ['\n\nfile,caption,label\n', /line 3: the column "label" is not known/],
    ['file,class\na.png,cat\n', /line 1: there is no column caption or text/],
    ['caption\na cat\n', /line 1: there is no column file or file_name or image/],
    ['file,text,caption\n', /line 1: the columns text and caption hold the same/],
    [`${header}a.png,a cat, on a chair\n`, /line 2: has 3 cells, the header has 2; put texts that/],
    [`${header}a.png\n`, /line 2: has 1 cells, the header has 2/],
    [
      `${header}a.png,"x\ny"\nb.png,"a cat\nc.png,a dog\n`,
      /line 4: a cell begins with a double quote and does not end/,
    ],
    [`${header}a.png,a "cat"\n`, /line 2: a double quote is within a cell; put the cell in double/],
    [`${header}a.png,"a" cat\n`, /line 2: a double quote is within a cell/],
    [`${header}a.png,"${'x\n'.repeat(2 ** 19)}`, /line 2: a cell begins with a double quote and/],
    [Buffer.from(`${header}a.png,b\nb.png,caf\xe9\n`, 'latin1'), /line 3: this is not UTF-8, but/],
    [`${header}a.png,b\0\n`, /line 2: it holds a NUL/],
  ])('refuses %j by its line', async (content, message) => {
    expect(await fault('captions.csv', content)).toMatch(message);
  });
});

describe('readJsonList', () => {
  const known = 'give file, captions, class, split, attributes, statements, or file_name and text';
  it.each([
    ['{"file":"a.png","captions":["b"]}\n\n{"file":"b.p', 'line 3: this is cut off or not JSON;'],
    ['["a.png"]', 'line 1: this is ["a.png"]; write one object per line, such as {"file": "cat/'],
    ['null', 'line 1: this is null; write one object'],
    ['{"file":"a","captions":["b"],"url":1}', `line 1: has "url", which is not known; ${known}`],
    ['{"captions":["b"]}', 'line 1: has neither file nor file_name; give one of them'],
    ['{"file":"a","file_name":"a","text":"b"}', 'line 1: has both file and file_name; give one'],
    ['{"file":"a"}', 'line 1: has neither captions nor text'],
    ['{"file":1,"text":"b"}', 'line 1: file is 1, not a path'],
    ['{"file":"a","captions":[]}', 'line 1: captions are [], not a list of texts'],
    ['{"file":"a","captions":[null]}', 'line 1: captions are [null], not a list of texts'],
    ['{"file":"a","text":null}', 'line 1: captions are null, not a list of texts'],
    ['{"file":"a","text":"b","class":3}', 'line 1: class is 3, not a text'],
    ['{"file":"a","text":"b","split":0}', 'line 1: split is 0; give train or test'],
    ['{"file":"a","text":"b","__proto__":{"x":1}}', 'line 1: has "__proto__", which is not known'],
  ])('refuses %s by its line', async (content, message) => {
    expect(await fault('captions.jsonl', content)).toContain(`captions.jsonl, ${message}`);
  });

  it('refuses JSON that is nested deeply, and a line that is not UTF-8', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(await fault('captions.jsonl', `{"file":"a","captions":${deep}}`)).toBe(
      'captions.jsonl, line 1: captions are deeply nested JSON, not a list of texts',
    );
    const latin1 = Buffer.from('{"file":"a","text":"b"}\n{"file":"b","text":"\xe9"}', 'latin1');
    expect(await fault('captions.jsonl', latin1)).toMatch(/line 2: this is not UTF-8/);
  });
});

it('refuses a list that no string can hold, before it is read', async () => {
  const path = await write('captions.csv', '');
  await truncate(path, 2 ** 28 + 1);
  await expect(readCsvList(path)).rejects.toThrow(/has \d+ bytes; at most 268435456 are read/);
});
