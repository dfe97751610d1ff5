import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { readCaptions } from './read-captions.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

/** Reads a file of these bytes; places are relative to the folder. */
async function read(bytes: Uint8Array | string) {
  const folder = await temporaryFolder();
  const path = join(folder, 'tom.txt');
  await writeFile(path, bytes);
  const file = await readCaptions(path).catch((error: Error) => {
    throw Object.assign(error, { message: error.message.replaceAll(`${folder}/`, '') });
  });
  return { ...file, places: file.places.map((place) => place.replace(`${folder}/`, '')) };
}

const text = 'a café in the rain\r\nein gelber Vogel, 雪\n';
const captions = ['a café in the rain', 'ein gelber Vogel, 雪'];
const latin1 = (line: string) => Buffer.from(line, 'latin1');

describe('readCaptions', () => {
  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16 BE with a mark', Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
  ])('reads %s', async (_, bytes) => {
    expect(await read(bytes)).toEqual({
      captions,
      places: ['tom.txt, line 1', 'tom.txt, line 2'],
      blanked: 0,
    });
  });

  it('ends lines wherever any system ends them, and counts them all', async () => {
    const lines = 'one\r\rtwo\nthree\r\n four\u2028five\u2029six\u0085seven';
    const file = await read(lines);
    expect(file.captions).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
    expect(file.places.slice(0, 4).map((place) => Number(place.split(' ').at(-1)))).toEqual([
      1, 3, 4, 5,
    ]);
  });

  it('reads runs of U+FFFD, as CUB has them, and control characters as blanks, and counts them', async () => {
    const file = await read(
      'the bird has a\uFFFD\uFFFD white \uFFFD belly\n\uFFFD\n\ta\u0007b\tc  d\u007F\n',
    );
    expect(file.captions).toEqual(['the bird has a white belly', 'a b\tc  d']);
    expect(file.blanked).toBe(5);
  });

  it.each([
    [
      'Latin-1',
      Buffer.concat([latin1('a bird\r\nUne belle '), latin1('fen\xeatre\r\n'), latin1('x\xe9')]),
      'tom.txt, line 2: this is not UTF-8, but probably Latin-1 or Windows-1252, where it reads ' +
        '"Une belle fenêtre"; save the file as UTF-8',
    ],
    ['cp1252', latin1('a\n\n\x93big\x94 bird\n'), /line 3: .* reads "“big” bird"; save/],
    ['Latin-1 with lone CRs', latin1('caf\xe9\rb'), /line 1: .* reads "café"; save/],
    ['Latin-1 after CRs', latin1('a\rb\rcaf\xe9\rd'), /line 3: .* reads "café"; save/],
    ['UTF-8 that is cut off', Buffer.from('a\né').subarray(0, 3), /line 2: this is not UTF-8/],
    [
      'UTF-16 LE without a mark',
      Buffer.from('a bird\n', 'utf16le'),
      /line 1: this looks like UTF-16, but has no byte-order mark; save the file as UTF-8/,
    ],
    [
      'UTF-16 BE without a mark',
      Buffer.from('a bird\n', 'utf16le').swap16(),
      /this looks like UTF-16/,
    ],
    ['a NUL', 'one\ntwo\0\n', /line 2: it holds a NUL, so this is not a text file/],
    ['half a letter of UTF-16', Buffer.from('\uFEFFab', 'utf16le').subarray(0, 5), /cut off; save/],
    [
      'half a pair of UTF-16',
      Buffer.from('\uFEFFa\nb\nc\uD83D d', 'utf16le'),
      /line 3: this is not valid UTF-16/,
    ],
    [
      'UTF-32',
      Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]),
      /tom.txt: this is UTF-32, which is not/,
    ],
  ])('refuses %s by its line, and says what to do', async (_, bytes, message) => {
    const refused = read(bytes);
    await expect(refused).rejects.toMatchObject({ name: 'DatasetError', fault: 'text' });
    await expect(refused).rejects.toThrow(message);
  });
});
