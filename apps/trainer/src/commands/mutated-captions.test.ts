import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSource } from '@stackgan/data';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mutate, mutationRuns, mutations, valueOrNamedError } from '../testing/mutations.js';
import { temporaryFolder } from '../testing/tiny.js';
import { typedCaptions } from './typed-captions.js';

const texts = ['a red bird\n\n  a bird, “red”\r\nein Vögelchen 🐦\n', 'a bird'];
const captionFiles = [
  ...texts.map((text) => new TextEncoder().encode(text)),
  Uint8Array.from([0xff, 0xfe, ...Buffer.from(texts[0]!, 'utf16le')]),
];
const attributes = new TextEncoder().encode(
  '{"attributes":{"colour":"red","kind":"bird"},"statements":[{"colour":["red"]},{},{"kind":["bird"]}]}',
);
/** Tabs are blanks. */
const controls = /[^\P{Cc}\t]|\uFFFD/u;

it('reads any file of captions, or names its fault', async () => {
  const file = join(await temporaryFolder(), 'captions.txt');
  let read = 0;
  const property = fc.asyncProperty(
    fc.constantFrom(...captionFiles),
    mutations,
    async (bytes, changes) => {
      await writeFile(file, mutate(bytes, changes));
      const flags = { texts: [], captions: file, embeddings: undefined };
      const typed = await valueOrNamedError(() => typedCaptions(flags));
      for (const caption of typed?.captions ?? []) {
        expect(caption.trim()).not.toBe('');
        expect(caption).not.toMatch(controls);
      }
      if (typed) read += 1;
    },
  );
  await fc.assert(property, mutationRuns(500));
  expect(read).toBeGreaterThan(0);
});

it('reads any folder of images with captions and attributes, or names its fault', async () => {
  const folder = join(await temporaryFolder(), 'birds');
  await mkdir(folder);
  await writeFile(join(folder, 'tom.png'), '');
  let read = 0;
  const property = fc.asyncProperty(
    ...[fc.constantFrom(...captionFiles), mutations, fc.option(mutations)],
    async (bytes, changes, ofAttributes) => {
      await writeFile(join(folder, 'tom.txt'), ofAttributes ? bytes : mutate(bytes, changes));
      await writeFile(join(folder, 'tom.json'), mutate(attributes, ofAttributes ?? []));
      const source = await valueOrNamedError(() => folderSource({ folder }));
      if (source) read += 1;
    },
  );
  await fc.assert(property, mutationRuns(500));
  expect(read).toBeGreaterThan(0);
});

const lists = {
  'captions.jsonl':
    '{"file":"tom.png","captions":["a red bird","a bird"],"class":"bird","split":"train"}\n' +
    '{"file":"sub/rex.png","text":"a dog","split":"test","attributes":{"kind":"dog"}}\n',
  'captions.csv':
    'file;caption;class\ntom.png;"a ""red"" bird;\nbig";bird\nsub/rex.png;a dog;dog\ntom.png;x;bird\n',
};

it.each(Object.entries(lists))('reads any %s, or names its fault', async (name, list) => {
  const folder = join(await temporaryFolder(), 'birds');
  await mkdir(join(folder, 'sub'), { recursive: true });
  const images = ['sub/rex.png', 'tom.png'];
  for (const path of images) await writeFile(join(folder, path), '');
  let read = 0;
  const property = fc.asyncProperty(mutations, async (changes) => {
    await writeFile(join(folder, name), mutate(new TextEncoder().encode(list), changes));
    const source = await valueOrNamedError(() => folderSource({ folder }));
    if (!source) return;
    read += 1;
    for await (const { id, captions, split } of source.examples()) {
      expect(images).toContain(id);
      expect(captions.length).toBeGreaterThan(0);
      expect(['train', 'test']).toContain(split);
      for (const caption of captions) expect(caption.trim()).not.toBe('');
    }
  });
  await fc.assert(property, mutationRuns(250));
  expect(read).toBeGreaterThan(0);
});
