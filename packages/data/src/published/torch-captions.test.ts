import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { create } from 'tar';
import { describe, expect, it } from 'vitest';

import { checkCub, cubSource } from '../cub/cub-source.js';
import { oxfordSource } from '../oxford/oxford-source.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { copySet } from '../testing/copy-set.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { writeT7, type Torch7Value } from '../testing/write-t7.js';
import { readBounded } from '../files/read-bounded.js';
import { readTorchCaptions } from './read-torch-captions.js';

/** CUB with captions in Torch7 files alone. */
async function torchCub(): Promise<string> {
  const folder = await copySet('cub', 'cub-torch');
  for (const name of ['text_c10', 'train', 'test'])
    await rm(join(folder, name), { recursive: true });
  return folder;
}

const bird = 'cub_icml/002.Laysan_Albatross/Laysan_Albatross_0001_545.t7';

describe('captions in Torch7 files', () => {
  it.each([
    ['cub', 'cub-torch', cubSource],
    ['oxford-102', 'oxford-102-torch', oxfordSource],
  ] as const)(
    'of %s are those of its texts, and embeddings those of its pickles',
    async (...set) => {
      const [name, torch, open] = set;
      const byPickles = await examplesOf(await open({ folder: await copySet(name) }));
      const folder = await copySet(name, torch);
      for (const part of ['text_c10', 'train', 'test']) {
        await rm(join(folder, part), { recursive: true });
      }
      const source = await open({ folder });
      expect(source.encoder).toEqual({
        name: `char-cnn-rnn (published, ${name})`,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        dimension: 8,
      });
      const contents = (examples: typeof byPickles) =>
        examples.map(({ id, captions, embeddings }) => ({ id, captions, embeddings }));
      expect(contents(await examplesOf(source))).toEqual(contents(byPickles));
      expect(source.notices!.filter((notice) => notice.startsWith('captions'))).toEqual([]);
    },
  );

  it('come with the same encoder from an archive of another order', async () => {
    const folder = await torchCub();
    const expected = await cubSource({ folder });
    const classes = (await readdir(join(folder, 'cub_icml'))).sort().reverse();
    const file = join(folder, 'captions.tgz');
    await create(
      { cwd: folder, file, gzip: true },
      classes.map((name) => `cub_icml/${name}`),
    );
    await rm(join(folder, 'cub_icml'), { recursive: true });
    const source = await cubSource({ folder });
    expect(source.encoder).toEqual(expected.encoder);
    const captionsOf = async (of: typeof source) =>
      (await examplesOf(of)).map(({ id, captions, embeddings }) => [id, captions, embeddings]);
    expect(await captionsOf(source)).toEqual(await captionsOf(expected));
    await source.close?.();
  });

  it('are prepared without an encoder, or with one', async () => {
    const folder = await torchCub();
    const source = await cubSource({ folder });
    const own = await prepareDataset({ source, outDir: join(folder, 'a'), sizes: [8] });
    expect([own.encoder.name, own.counts.captions]).toEqual(['char-cnn-rnn (published, cub)', 50]);
    const given = { source, outDir: join(folder, 'b'), sizes: [8], encoder: countingEncoder() };
    expect((await prepareDataset(given)).encoder.name).toBe('counting');
  });

  it('are read in place of texts, but not of texts with pickles, and the source says so', async () => {
    const folder = await copySet('cub', 'cub-torch');
    const unread = async () =>
      (await cubSource({ folder })).notices!.filter((notice) => notice.startsWith('not read'));
    expect(await unread()).toEqual([
      'not read: cub_icml, because the captions are those of text_c10',
    ]);
    for (const part of ['train', 'test']) await rm(join(folder, part), { recursive: true });
    expect(await unread()).toEqual([
      'not read: text_c10, because the captions are those of cub_icml',
    ]);
    const { files } = await checkCub({ folder });
    expect(files.at(-1)).toEqual({
      path: 'cub_icml',
      state: 'found',
      detail: '50 captions and their embeddings',
    });
  });

  it('that are missing are counted', async () => {
    const folder = await torchCub();
    await rm(join(folder, bird));
    await expect(cubSource({ folder })).rejects.toThrow(
      /cub_icml lacks 1 of the 5 files that images\.txt names, such as .*0001_545\.t7; unpack/,
    );
  });

  it('that were changed in reading are counted', async () => {
    const folder = await torchCub();
    // "ab" full, "a?c" with a character that the alphabet lacks, and nothing.
    const values = [1, 1, 0, 2, 0, 0, 2, 3, 0];
    const file = writeT7({ char: { type: 'Double', shape: [3, 3], values } });
    for (const path of await readdir(join(folder, 'cub_icml'), { recursive: true })) {
      if (path.endsWith('.t7')) await writeFile(join(folder, 'cub_icml', path), file);
    }
    const source = await cubSource({ folder });
    expect(source.encoder).toBeUndefined();
    const [first] = await examplesOf(source);
    expect(first!.captions).toEqual(['abb', 'a c']);
    expect(source.notices!.filter((notice) => notice.startsWith('captions'))).toEqual([
      expect.stringMatching(/^captions: 5 images do not have 10, such as 002\.L.* with 2$/),
      'captions: 5 without a word are left out',
      expect.stringMatching(
        /^captions: 10 have as many characters as their files hold, such as on/,
      ),
      expect.stringMatching(
        /^captions: 5 runs of U\+FFFD or control characters read as blanks, fi/,
      ),
    ]);
  });

  it('have embeddings in all files, or in none', async () => {
    const folder = await torchCub();
    const char = { type: 'Byte', shape: [3, 1], values: [1, 2, 0] } as const;
    await writeFile(join(folder, bird), writeT7({ char }));
    await expect(cubSource({ folder })).rejects.toThrow(
      /0001_545\.t7: it has no txt per caption, but .*0002_1027\.t7 has 8 numbers/,
    );
  });
});

describe('readTorchCaptions', () => {
  const char = { type: 'Byte', shape: [3, 2], values: [1, 2, 3, 4, 0, 0] } as const;
  const txt = { type: 'Float', shape: [2, 4], values: [1, 2, 3, 4] } as const;

  const read = async (content: Torch7Value | Buffer) => {
    const path = join(await temporaryFolder(), 'tom.t7');
    await writeFile(path, Buffer.isBuffer(content) ? content : writeT7(content as Torch7Value));
    return readTorchCaptions(path, readBounded);
  };

  it('reads captions by column, and their embeddings by row', async () => {
    const { captions, embedded } = await read({ char, txt, img: 'cats/tom.jpg', other: [1, 'x'] });
    expect(captions).toEqual(['ac', 'bd']);
    expect(embedded).toEqual({ data: Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4), dimension: 4 });
  });

  it('leaves out the embedding of a caption without a word', async () => {
    const values = [0, 2, 0, 4, 0, 0];
    const rows = { ...txt, values: [1, 2, 3, 4, 5, 6, 7, 8] };
    const { captions, captionPlaces, embedded } = await read({
      char: { ...char, values },
      txt: rows,
    });
    expect(captions).toEqual(['bd']);
    expect(captionPlaces[0]).toMatch(/tom\.t7, caption 2$/);
    expect(embedded!.data).toEqual(Float32Array.of(5, 6, 7, 8));
  });

  it.each<[string, Torch7Value | Buffer, RegExp]>([
    ['text', Buffer.from('a cat'), /tom\.t7: the file does not begin like one of torch\.save/],
    ['a file cut off', writeT7({ char, txt }).subarray(0, 120), /tom\.t7: .*bytes at byte/],
    ['a list', ['a', 'b'], /it is no table of char, txt and img$/],
    ['a table without char', { txt }, /char is missing, not character codes \[characters, capti/],
    ['char of one axis', { char: { ...char, shape: [6] } }, /char is uint8 \[6\], not character/],
    [
      'a trillion captions of no characters',
      { char: { ...char, shape: [0, 2 ** 40] } },
      /char is uint8 \[0, 1099511627776\], not character codes/,
    ],
    ['a code beyond the alphabet', { char: { ...char, values: [1, 71] } }, /caption 2: code 1 of/],
    [
      'half a code',
      { char: { ...char, type: 'Double', values: [1.5] } },
      /caption 1: code 1 of a caption is 1\.5, not a whole number from 0 to 70/,
    ],
    ['no caption', { char: { ...char, values: [0] } }, /it has no caption$/],
    [
      'txt of bytes',
      { char, txt: { ...txt, type: 'Byte' } },
      /txt is uint8 \[2, 4\], not float32 \[2/,
    ],
    [
      'txt of another count',
      { char, txt: { ...txt, shape: [3, 4] } },
      /txt is float32 \[3, 4\], not/,
    ],
    ['txt of no numbers', { char, txt: { ...txt, shape: [2, 0] } }, /txt is float32 \[/],
    [
      'txt that is a text',
      { char, txt: 'a' },
      /txt is "a", not float32 \[2, dimension\], a row for/,
    ],
    ['NaN', { char, txt: { ...txt, values: [NaN] } }, /txt holds NaN or infinity/],
    [
      'another image',
      { char, img: 'cats/rex.jpg' },
      /img is "cats\/rex\.jpg", but the file has the/,
    ],
  ])('refuses %s', async (_, content, message) => {
    await expect(read(content)).rejects.toMatchObject({
      ...{ name: 'DatasetError', fault: 'source' },
      message: expect.stringMatching(message) as unknown,
    });
  });
});
