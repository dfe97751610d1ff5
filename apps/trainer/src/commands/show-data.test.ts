import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DatasetSource, prepareDataset } from '@stackgan/data';
import { parseHTML } from 'linkedom';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { attributeDataset } from '../testing/attribute-dataset.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { showData } from './show-data.js';

/** Shows a data set; the lines, and the page parsed. */
async function show(folder: string, out?: string) {
  const context = quietContext();
  await showData({ folder, out }, context);
  const html = await readFile(out ?? `${resolve(folder)}-sheet.html`, 'utf8');
  return { lines: context.lines, html, document: parseHTML(html).document };
}

/** Prepares an image per example, whose other texts are all `text`. */
async function datasetOf(folder: string, text: string, count = 1): Promise<string> {
  const create = { width: 64, height: 64, channels: 3, background: 'red' } as const;
  const image = await sharp({ create }).png().toBuffer();
  const outDir = join(folder, 'set');
  const source: DatasetSource = {
    ...{ name: text, licence: text, attribution: text },
    options: { crop: true, flip: false },
    examples: () =>
      Array.from({ length: count }, (_, index) => ({
        ...{ id: `${text}${index}`, class: `${text}${index}`, captions: [text, `${text}2`] },
        split: 'train' as const,
        attributes: { [text]: text },
        statements: [{ [text]: [text] }, {}],
        image: () => Promise.resolve(image),
      })),
  };
  await prepareDataset({ source, outDir, encoder: tinyEncoder, sizes: [64] });
  return outDir;
}

describe('showData', () => {
  it('counts what the data set holds', async () => {
    const folder = await attributeDataset(await temporaryFolder());
    const { lines } = await show(folder);
    const squares = [0, 1, 2, 3, 4].map(() =>
      expect.stringMatching(/^"a (red|green|blue) square"$/),
    );
    expect(lines).toEqual([
      `squares, in ${folder}`,
      '  images        36 for training, 12 held out',
      expect.stringMatching(/^  sizes         64, 128 pixels; 0\.\d MB in all$/),
      '  captions      96, 2.0 per image',
      `  text encoder  ${tinyEncoder.name}, ${tinyEncoder.dimension} numbers per caption`,
      '  classes       3: red 16, green 16, blue 16',
      '  licence       CC0',
      '  authors       nobody',
      'attributes',
      '  colour       shown by 48 images, stated by 48 captions; red 16, green 16, blue 16',
      '  frame        shown by 48 images, stated by 48 captions; grey 48',
      '  constructor  shown by 24 images, stated by 0 captions; Lego 24',
      ...squares,
      `wrote ${folder}-sheet.html: 44 images with their captions`,
    ]);
  });

  it('writes a page of one file with images of both splits, the same each time', async () => {
    const parent = await temporaryFolder();
    const folder = await attributeDataset(parent, { count: 96 });
    const before = await readdir(folder);
    const { html, document } = await show(`${folder}/`);
    const again = join(parent, 'again.html');
    expect((await show(folder, again)).html).toBe(html);
    expect(await readdir(folder)).toEqual(before);
    const [training, heldOut] = [...document.querySelectorAll('.sheet')];
    expect(training!.querySelectorAll('figure')).toHaveLength(40);
    expect(heldOut!.querySelectorAll('figure')).toHaveLength(8);
    for (const image of document.querySelectorAll('img')) {
      const url = image.getAttribute('src')!;
      expect(url.length).toBeLessThan(10_000);
      const bytes = Buffer.from(url.split(',')[1]!, 'base64');
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 128 });
    }
    expect(html).not.toMatch(/<script|https?:|<link/);
    // A held-out image has index 3 modulo 4 and the colour of its index modulo 3.
    for (const figure of heldOut!.querySelectorAll('figure')) {
      const index = Number(figure.querySelector('img')!.getAttribute('alt')!.slice(1));
      expect(index % 4).toBe(3);
      const colour = ['red', 'green', 'blue'][index % 3]!;
      expect(figure.querySelector('figcaption > p')!.textContent).toBe(`a ${colour} square`);
    }
  });

  it('makes no element of what a data set says, and prints no control characters', async () => {
    const hostile = `</title></style><script>alert(1)</script><img src=x onerror="a()">'" onload='x\u001b[2J\u202e`;
    const elements = (document: Document) =>
      [...document.querySelectorAll('*')].map(
        (element) => `${element.tagName} ${element.getAttributeNames().join(' ')}`,
      );
    const page = await show(await datasetOf(await temporaryFolder(), hostile));
    const plain = await show(await datasetOf(await temporaryFolder(), 'plain'));
    expect(elements(page.document)).toEqual(elements(plain.document));
    expect(page.document.querySelector('h1')!.textContent).toContain('<script>alert(1)</script>');
    expect(page.html + page.lines.join('')).not.toMatch(/[\u001b\u202e]/);
  });

  it('cuts off long texts, and shows a data set of one image', async () => {
    const { lines, html } = await show(
      await datasetOf(await temporaryFolder(), 'ab '.repeat(9999)),
    );
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(1000);
    expect(html.length).toBeLessThan(30_000);
    expect(lines).toContain('  classes       each image is a class of its own');
  });

  it('refuses a page in the data set, by any way there', async () => {
    const parent = await temporaryFolder();
    const folder = await datasetOf(parent, 'x');
    await symlink(folder, join(parent, 'link'), 'dir');
    for (const out of [
      join(folder, 'a.html'),
      join(folder, '..', 'set', 'a.html'),
      join(parent, 'link', 'a.html'),
    ]) {
      await expect(showData({ folder, out }, quietContext())).rejects.toThrow(
        `--out ${out} is in the data set ${folder}; give a file beside it, such as set-sheet.html`,
      );
    }
    await show(folder, join(parent, '..a.html'));
  });

  it('says what to run for a folder that is not a prepared data set', async () => {
    const folder = join(await temporaryFolder(), 'cats');
    await expect(showData({ folder, out: undefined }, quietContext())).rejects.toMatchObject({
      fault: 'missing',
    });
    await mkdir(folder);
    await writeFile(join(folder, 'tom.jpg'), '');
    await expect(showData({ folder, out: undefined }, quietContext())).rejects.toThrow(
      `${folder} is not a prepared data set, since it has no dataset.json; if it has your own images: stackgan prepare folder --from ${folder}`,
    );
  });
});
