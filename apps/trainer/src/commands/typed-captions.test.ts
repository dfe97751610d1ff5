import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { SampleArguments } from './sample.js';
import { temporaryFolder } from '../testing/tiny.js';
import { typedCaptions } from './typed-captions.js';

const given = (changes: Partial<SampleArguments>): SampleArguments => ({
  ...{ run: 'run', texts: [], captions: undefined, embeddings: undefined, seeds: '0', out: 'out' },
  ...{ meanOnly: false, interpolate: undefined, nearest: undefined, data: undefined },
  backend: 'cpu',
  ...changes,
});

/** A file of captions, typed with `texts` before it. */
async function typed(bytes: Uint8Array | string, texts: string[] = []) {
  const captions = join(await temporaryFolder(), 'list.txt');
  await writeFile(captions, bytes);
  return typedCaptions(given({ captions, texts }));
}

describe('typedCaptions', () => {
  it('reads files as prepare does: UTF-16, any line end, U+FFFD as blanks', async () => {
    const { captions } = await typed(Buffer.from('\uFEFFa café\rtwo', 'utf16le'), ['one']);
    expect(captions).toEqual(['one', 'a café', 'two']);
    const file = await typed('\uFEFFa\uFFFD\uFFFDbird\r\n\r\nb\n');
    expect([file.captions, file.blanked]).toEqual([['a bird', 'b'], 1]);
  });

  it('names file and line of what cannot be read, and the flag', async () => {
    await expect(typed(Buffer.from('a\ncaf\xe9', 'latin1'))).rejects.toThrow(
      /^--captions .*list\.txt, line 2: this is not UTF-8, .* reads "café"; save the file as UTF-8/,
    );
    await expect(typedCaptions(given({ captions: 'not/there' }))).rejects.toThrow(
      '--captions not/there cannot be read; give a text file, one caption per line',
    );
    await expect(typed(`fine\n\n${'x'.repeat(501)}`)).rejects.toThrow(
      /list\.txt, line 3: The caption .* has 501 characters; shorten it/,
    );
    await expect(typed('\n')).rejects.toThrow(/no caption; give --text/);
    await expect(typedCaptions(given({ texts: ['x'.repeat(501)] }))).rejects.toThrow(
      /^The caption/,
    );
    await expect(typedCaptions(given({ texts: ['a'], embeddings: 'b' }))).rejects.toThrow(
      /leave out --text and --captions/,
    );
  });

  it('lets the encoder look at all of them, by file and line', async () => {
    const { check } = await typed('one\ntwo\nthree');
    const refuse = (caption: string) => {
      if (caption !== 'three') return;
      throw Object.assign(new Error('too many word pieces'), { name: 'CaptionError' });
    };
    expect(() => check(refuse)).toThrow(/list\.txt, line 3: too many word pieces/);
  });
});
