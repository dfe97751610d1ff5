import { symlink, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { cocoSource } from './coco/coco-source.js';
import { cubSource } from './cub/cub-source.js';
import { decodeImage } from './images/decode-image.js';
import { decodeStored, packImage } from './images/pack-image.js';
import { defaultPreprocessing } from './images/preprocessing.js';
import { openDataset } from './prepared/open-dataset.js';
import { oxfordSource } from './oxford/oxford-source.js';
import { copySet } from './testing/copy-set.js';
import { fabricatedSource } from './testing/fabricated-source.js';
import { prepareFabricated } from './testing/prepare-fabricated.js';
import { temporaryFolder, writeFiles } from './testing/temporary-folder.js';

/** A small PNG file that claims to be an image of this size. */
function pngOf(width: number, height: number): Uint8Array {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const named = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(named), 4);
    return Buffer.concat([ends.subarray(0, 4), named, ends.subarray(4)]);
  };
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([size, Buffer.from([8, 2, 0, 0, 0])])),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('images', () => {
  it('of 60,000×60,000 pixels are refused by their header', async () => {
    await expect(decodeImage(pngOf(60_000, 60_000))).rejects.toThrow(
      'it has more than 268 million pixels; make it smaller',
    );
  });

  it('of a prepared data set are not decoded if they are larger than it says', async () => {
    const create = { width: 9, height: 8, channels: 3, background: 'red' } as const;
    const bytes = await sharp({ create }).png().toBuffer();
    await expect(decodeStored(bytes, 8)).rejects.toThrow('pixel limit');
    const square = await sharp({ create: { ...create, width: 8 } })
      .png()
      .toBuffer();
    expect(await decodeStored(square, 8)).toHaveLength(8 * 8 * 3);
  });

  it('that are drawings (SVG) load no other file, and expand no entities', async () => {
    const folder = await temporaryFolder();
    const create = { width: 8, height: 8, channels: 3, background: 'red' } as const;
    const red = await sharp({ create }).png().toBuffer();
    await writeFile(join(folder, 'red.png'), red);
    await writeFile(join(folder, 'red.txt'), '<rect width="8" height="8" fill="red"/>');
    const decode = async (content: string, declaration = ''): Promise<Uint8Array> => {
      const attributes = 'xmlns="http://www.w3.org/2000/svg" width="8" height="8"';
      const text = `${declaration}<svg ${attributes}>${content}</svg>`;
      const { images } = await packImage(Buffer.from(text), [8], defaultPreprocessing);
      return decodeStored(images[0]!, 8);
    };
    const imageAt = (href: string) => `<image href="${href}" width="8" height="8"/>`;
    const white = new Uint8Array(8 * 8 * 3).fill(255);
    const within = `data:image/png;base64,${red.toString('base64')}`;
    expect(Uint8Array.from(await decode(imageAt(within)))).not.toEqual(white);
    for (const content of [
      imageAt(`file://${folder}/red.png`),
      imageAt(`${folder}/red.png`),
      `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://${folder}/red.txt"/>`,
      `<style>@import url("file://${folder}/red.txt");</style>`,
    ]) {
      expect(Uint8Array.from(await decode(content))).toEqual(white);
    }
    const external = `<!DOCTYPE svg [<!ENTITY x SYSTEM "file://${folder}/red.txt">]>`;
    await expect(decode('&x;', external)).rejects.toThrow();
    const entities = [...'bcdefghij'].map(
      (name, index) => `<!ENTITY ${name} "${`&${'abcdefghij'[index]};`.repeat(10)}">`,
    );
    const bomb = `<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">${entities.join('')}]>`;
    await expect(decode('<text>&j;</text>', bomb)).rejects.toThrow();
  });
});

it('finds no image of CUB outside of its folder', async () => {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'CUB_200_2011/images.txt': '1 ../../secret/x.jpg\n',
    'CUB_200_2011/bounding_boxes.txt': '1 1 1 9 9\n',
    'CUB_200_2011/train_test_split.txt': '1 1\n',
  });
  await expect(cubSource({ folder })).rejects.toThrow(
    /images\.txt: \.\.\/\.\.\/secret\/x\.jpg is not a file of CUB's folder images/,
  );
});

describe('published sets', () => {
  it('are refused by the size of a file, before it is read', async () => {
    const folder = await copySet('coco');
    const path = join(folder, 'annotations/captions_train2014.json');
    await truncate(path, 2 ** 28 + 1); // A sparse file: it takes no place on the disk.
    await expect(cocoSource({ folder })).rejects.toThrow(
      /has 268435457 bytes; at most 268435456 are/,
    );
    const cub = await copySet('cub');
    await truncate(join(cub, 'train/filenames.pickle'), 2 ** 26 + 1);
    await expect(cubSource({ folder: cub })).rejects.toThrow(
      /has 67108865 bytes; at most 67108864 a/,
    );
  });

  it('read no devices, whose end never comes', async () => {
    const folder = await copySet('oxford-102');
    const path = join(folder, 'imagelabels.mat');
    await rm(path);
    await symlink('/dev/zero', path);
    await expect(oxfordSource({ folder })).rejects.toThrow(/imagelabels\.mat is not a file/);
  });

  it('say what is wrong with JSON that is nested deeply', async () => {
    const folder = await copySet('coco');
    const path = join(folder, 'annotations/captions_train2014.json');
    const text = await readFile(path, 'utf8');
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    await writeFile(path, text.replace('"id": 9}', `"id": ${deep}}`));
    await expect(cocoSource({ folder })).rejects.toThrow(/images\.0\.id is deeply nested JSON/);
  });
});

describe('openDataset', () => {
  it('reads no devices, and names no file outside of the folder', async () => {
    const { outDir } = await prepareFabricated(fabricatedSource({ count: 4 }));
    const path = join(outDir, 'dataset.json');
    const text = await readFile(path, 'utf8');
    const named = text.replace('"embeddings.safetensors":', '"../x": 0, "embeddings.safetensors":');
    await writeFile(path, named);
    await expect(openDataset(outDir)).rejects.toMatchObject({ fault: 'incomplete' });
    // A device has a size of 0, and its end never comes.
    await writeFile(
      path,
      text.replace(/"embeddings.safetensors": \d+/, '"embeddings.safetensors": 0'),
    );
    await rm(join(outDir, 'embeddings.safetensors'));
    await symlink('/dev/zero', join(outDir, 'embeddings.safetensors'));
    await expect(openDataset(outDir)).rejects.toThrow(/embeddings\.safetensors has 0 of 0 bytes/);
  });

  it('says what is wrong with JSON that is nested deeply', async () => {
    const { outDir } = await prepareFabricated(fabricatedSource({ count: 4 }));
    const path = join(outDir, 'dataset.json');
    const text = await readFile(path, 'utf8');
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    await writeFile(path, text.replace(/"name": "[^"]*"/, `"name": ${deep}`));
    await expect(openDataset(outDir)).rejects.toThrow(/name is deeply nested JSON/);
  });
});
