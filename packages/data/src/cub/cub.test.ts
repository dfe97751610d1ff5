import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';
import { cubSource } from './cub-source.js';

const albatross = '001.Black_footed_Albatross';
const laysan = '002.Laysan_Albatross';
const images = [
  `${albatross}/Black_Footed_Albatross_0046_18`,
  `${albatross}/Black_Footed_Albatross_0009_34`,
  `${laysan}/Laysan_Albatross_0002_1027`,
];

/**
 * A small CUB in the archive's format: a white bird on black, `boxes` around it, two captions each.
 */
async function fabricateCub(files: Record<string, string> = {}): Promise<string> {
  const folder = await temporaryFolder();
  const numbered = (words: string[]) =>
    words.map((word, index) => `${index + 1} ${word}\n`).join('');
  const tables = {
    'images.txt': numbered(images.map((name) => `${name}.jpg`)),
    'bounding_boxes.txt': numbered(['20 10 40 30', '60 30 20 24', '0 0 9 8']),
    'train_test_split.txt': numbered(['0', '1', '1']),
    ...files,
  };
  const bird = await sharp({ create: { width: 40, height: 30, channels: 3, background: 'white' } })
    .png()
    .toBuffer();
  for (const name of images) {
    const background = { r: 0, g: 0, b: 0 };
    const image = await sharp({ create: { width: 100, height: 75, channels: 3, background } })
      .composite([{ input: bird, left: 20, top: 10 }])
      .jpeg({ quality: 100 })
      .toBuffer();
    await writeFiles(folder, {
      [`CUB_200_2011/images/${name}.jpg`]: image,
      [`text_c10/${name}.txt`]: 'a bird with a beak\nthis is a black bird\n',
    });
  }
  await writeFiles(join(folder, 'CUB_200_2011'), tables);
  return folder;
}

describe('cubSource', () => {
  it('reads images, captions, classes, boxes and the split of CUB', async () => {
    const source = await cubSource({ folder: await fabricateCub() });
    expect(source).toMatchObject({ name: 'cub-200-2011', size: 3 });
    expect(source.options).toEqual({ crop: true, flip: true, captionsPerDraw: 4 });
    const examples = await examplesOf(source);
    expect(examples.map(({ id, class: name, split }) => [id, name, split])).toEqual([
      [images[0], albatross, 'test'],
      [images[1], albatross, 'train'],
      [images[2], laysan, 'train'],
    ]);
    expect(examples[1]!.box).toEqual({ x: 60, y: 30, width: 20, height: 24 });
    expect(examples[0]!.captions).toEqual(['a bird with a beak', 'this is a black bird']);
  });

  it('holds out whole classes where they are named', async () => {
    const folder = await fabricateCub();
    const splits = (await examplesOf(await cubSource({ folder, testClasses: [laysan] }))).map(
      ({ split }) => split,
    );
    expect(splits).toEqual(['train', 'train', 'test']);
    await expect(cubSource({ folder, testClasses: ['Laysan'] })).rejects.toThrow(
      `is called Laysan; class names look like ${albatross}`,
    );
  });

  it('reads U+FFFD between words as blanks and says so; other encodings by file and line', async () => {
    const folder = await fabricateCub();
    const file = join(folder, 'text_c10', `${images[1]}.txt`);
    await writeFile(file, 'a bird with\uFFFD\uFFFD a beak\nblack\uFFFDand white\n');
    const source = await cubSource({ folder });
    expect((await examplesOf(source))[1]!.captions).toEqual([
      'a bird with a beak',
      'black and white',
    ]);
    expect(source.notices).toEqual([
      expect.stringMatching(
        /^not the published data set: training images 2 \(published 5,994\), t/,
      ),
      'captions: 3 images do not have 10, such as 001.Black_footed_Albatross/Black_Footed_Albatross_0046_18 with 2',
      expect.stringMatching(/^split: classes with training and test images 1, such as 001\.Black_/),
      expect.stringMatching(/^captions: 2 runs of U\+FFFD .* first in .*0009_34\.txt/),
    ]);
    await writeFile(file, Buffer.from('a bird\na fa\xe7ade\n', 'latin1'));
    const refused = cubSource({ folder });
    await expect(refused).rejects.toMatchObject({ fault: 'text', path: file });
    await expect(refused).rejects.toThrow(/0009_34\.txt, line 2: this is not UTF-8/);
  });

  it('refuses to hold out all images', async () => {
    const folder = await fabricateCub();
    await expect(cubSource({ folder, testClasses: [albatross, laysan] })).rejects.toThrow(
      /testClasses holds out all 3 images, .*; hold out fewer/,
    );
    const splits = { 'train_test_split.txt': '1 0\n2 0\n3 0\n' };
    await expect(cubSource({ folder: await fabricateCub(splits) })).rejects.toThrow(
      /train_test_split\.txt holds out all 3 images/,
    );
  });

  it('is prepared around its boxes', async () => {
    const outDir = join(await temporaryFolder(), 'set');
    const source = await cubSource({ folder: await fabricateCub() });
    const encoder = countingEncoder();
    const info = await prepareDataset({ source, outDir, encoder, sizes: [64] });
    expect(info.counts).toEqual({ train: 2, test: 1, captions: 6, boxes: 3 });
    const set = await openDataset(outDir);
    expect(set.storedSize(64)).toBe(76);
    // The bird is 40 of 60 pixels wide; 5 of the 60 rows are above the image and clipped.
    const pixels = await set.readImage(set.examples[0]!, 64);
    const isWhite = (x: number, y: number) => pixels[(y * 76 + x) * 3]! > 127;
    const edges = [0, 1].map((axis) => {
      const line = Array.from({ length: 76 }, (_, at) =>
        axis ? isWhite(38, at) : isWhite(at, 38),
      );
      return [line.indexOf(true), line.lastIndexOf(true) + 1];
    });
    const scale = [76 / 60, 76 / 55];
    const expected = [
      [10 * scale[0]!, 50 * scale[0]!],
      [10 * scale[1]!, 40 * scale[1]!],
    ];
    edges.flat().forEach((edge, i) => expect(Math.abs(edge - expected.flat()[i]!)).toBeLessThan(1));
    await set.close();
  });

  it('takes the surest value of each group of attributes, and what captions state of them', async () => {
    const names = ['has_wing_color::brown', 'has_wing_color::white', 'has_bill_length::long'];
    names.push('has_bill_shape::curved_(up_or_down)', 'has_primary_color::grey');
    const rows: (readonly [image: number, attribute: number, present: 0 | 1, sure: number])[] = [
      [1, 1, 1, 3],
      [1, 2, 1, 4], // More certain than brown.
      [1, 3, 0, 4],
      [1, 4, 1, 4],
      [1, 5, 1, 1], // Not visible.
      [2, 1, 1, 3],
      [2, 2, 1, 3], // As certain as brown.
      [2, 5, 1, 2],
    ];
    const folder = await fabricateCub({
      'attributes/attributes.txt': names.map((name, i) => `${i + 1} ${name}\n`).join(''),
      'attributes/image_attribute_labels.txt': rows.map((row) => `${row.join(' ')} 5.3\n`).join(''),
    });
    const texts = [
      'this bird has long brown and white wings',
      'a bird with a white belly, and wings that are brown',
      'the beak is curved and the wings are white',
    ];
    await writeFile(join(folder, 'text_c10', `${images[0]}.txt`), texts.join('\n'));
    await writeFile(join(folder, 'text_c10', `${images[1]}.txt`), 'a small gray bird\ngrey wings');
    const examples = await examplesOf(await cubSource({ folder }));
    expect(examples.map(({ attributes }) => attributes)).toEqual([
      { 'wing color': 'white', 'bill shape': 'curved' },
      { 'primary color': 'grey' },
      {},
    ]);
    expect(examples.map(({ statements }) => statements)).toEqual([
      [{ 'wing color': ['white'] }, {}, { 'wing color': ['white'], 'bill shape': ['curved'] }],
      [{ 'primary color': ['grey'] }, {}],
      [{}, {}],
    ]);
  });

  it.each([
    [['1 has_wing_color', '1 1 1 4 2'], /attributes\.txt, line 1: "1 has_wing_color" is not/],
    [['1 has_a::b', '1 2 1 4 2'], /labels\.txt, line 1: "1 2 1 4 2" is not an image, an attrib/],
    [['1 has_a::b', '1 1 1 4 2\n1 1 yes 4 2'], /labels\.txt, line 2: "1 1 yes 4 2" is not/],
    [['1 has_a::b', '1 1 1 9 2'], /labels\.txt, line 1: "1 1 1 9 2" is not .* from 1 to 4/],
  ])('refuses the attributes %j', async ([names = '', rows = ''], message) => {
    const folder = await fabricateCub({
      'attributes/attributes.txt': names,
      'attributes/image_attribute_labels.txt': rows,
    });
    await expect(cubSource({ folder })).rejects.toThrow(message);
  });

  it('finds the names of attributes where the archive has them, and misses them elsewhere', async () => {
    const folder = await fabricateCub({ 'attributes/image_attribute_labels.txt': '1 1 1 4 2\n' });
    await expect(cubSource({ folder })).rejects.toThrow(/attributes\.txt does not exist/);
    await writeFile(join(folder, 'attributes.txt'), '1 has_size::small_(5_-_9_in)\n');
    const [first] = await examplesOf(await cubSource({ folder }));
    expect(first!.attributes).toEqual({ size: 'small' });
  });

  it.each([
    ['bounding_boxes.txt', '1 1 1 9 9\n2 1 1 9 9\n', 'source', /lacks image 3 of images.txt/],
    [
      'bounding_boxes.txt',
      '1 1 1 9 9\n2 1 1 9 9\n3 1 1 9 9\n4 1 1 9 9\n',
      'source',
      /has image 4,/,
    ],
    ['bounding_boxes.txt', '1 1 1 9 9\n2 1 1 9 9\n3 1 1 9\n', 'source', /line 3: "3 1 1 9" is not/],
    ['bounding_boxes.txt', '1 1 1 9 9\n1 1 1 9 9\n', 'source', /line 2: image 1 occurs twice/],
    [
      'bounding_boxes.txt',
      '1 1 1 9 9\n2 1 1 -9 9\n3 1 1 9 9\n',
      'box',
      /0009_34.jpg has the size -9x9/,
    ],
    [
      'bounding_boxes.txt',
      '1 1 1 9 9\n2 1 1 x 9\n3 1 1 9 9\n',
      'box',
      /not of four finite numbers/,
    ],
    [
      'images.txt',
      '1 a/b.jpg\n2 a/c.jpg\n3 a/d.jpg\n',
      'source',
      /lacks 3 of the 3 files that images.txt names, such as .*b\.jpg; unpack/,
    ],
  ])('refuses %s of %j', async (name, text, fault, message) => {
    const refused = cubSource({ folder: await fabricateCub({ [name]: text }) });
    await expect(refused).rejects.toMatchObject({ name: 'DatasetError', fault });
    await expect(refused).rejects.toThrow(message);
  });

  it('names a file or caption that is missing, and a box outside of its image', async () => {
    const folder = await fabricateCub();
    await rm(join(folder, 'text_c10', `${images[1]}.txt`));
    await expect(cubSource({ folder })).rejects.toThrow(
      /lacks 1 of the 3 files that images\.txt names, such as .*0009_34\.txt/,
    );
    await writeFile(join(folder, 'text_c10', `${images[1]}.txt`), '\n');
    await expect(cubSource({ folder }).then(examplesOf)).rejects.toThrow(/has no captions/);
    await expect(cubSource({ folder: join(folder, 'no') })).rejects.toThrow(
      /images\.txt does not exist; get it: Caltech's page of CUB-200-2011/,
    );

    const boxes = '1 1 1 9 9\n2 100 1 9 9\n3 1 1 9 9\n';
    const source = await cubSource({ folder: await fabricateCub({ 'bounding_boxes.txt': boxes }) });
    const outDir = join(folder, 'set');
    const prepared = prepareDataset({ source, outDir, encoder: countingEncoder(), sizes: [16] });
    await expect(prepared).rejects.toThrow(
      /0009_34: its box \(100, 1, 9, 9\) is outside of the image of 100x75; correct/,
    );
  });
});
