import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSource } from '@stackgan/data';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { folderImages } from './folder-images.js';

const square = (grey: number) =>
  sharp({
    create: { width: 8, height: 8, channels: 3, background: { r: grey, g: grey, b: grey } },
  });

/** The greys of all images of a folder. */
async function greysOf(folder: string): Promise<number[]> {
  const found: number[] = [];
  for await (const { images } of (await folderImages(folder)).batches()) {
    found.push(...images.map(({ data }) => data[0]!));
  }
  return found;
}

describe('folderImages', () => {
  it('has the images that prepare has, and leaves out the same', async () => {
    const [folder, elsewhere] = [await temporaryFolder(), await temporaryFolder()];
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, '3.png'), await square(3).png().toBuffer());
    await writeFile(join(folder, 'deep', '4.gif'), await square(4).gif().toBuffer());
    await writeFile(join(elsewhere, '5.jfif'), await square(5).jpeg({ quality: 100 }).toBuffer());
    await symlink(elsewhere, join(folder, 'linked'), 'dir');
    for (const name of ['._3.png', '.DS_Store', 'Thumbs.db', 'x.heic', 'index.html']) {
      await writeFile(join(folder, name), 'no image');
    }
    for (const name of ['3', 'deep/4', 'linked/5']) {
      await writeFile(join(folder, `${name}.txt`), 'a grey square');
    }
    const { count, notices } = await folderImages(folder);
    const source = await folderSource({ folder });
    expect(count).toBe(3);
    expect(count).toBe(source.size);
    expect(await greysOf(folder)).toEqual([3, 4, 5]);
    expect(notices).toEqual([
      expect.stringMatching(/^not read: 1 \.heic, such as x\.heic: only JPEG/),
      'not read: 1 .html, such as index.html: these are not images',
    ]);
    expect(source.notices).toEqual(notices);
  });

  it('names what is no image, and why', async () => {
    const folder = await temporaryFolder();
    await expect(folderImages(join(folder, 'no'))).rejects.toThrow(/is no folder that can be re/);
    await writeFile(join(folder, 'a.heic'), '');
    await expect(folderImages(folder)).rejects.toThrow(
      /has no .png, .jpg or other image that is read; .* \(not read: 1 \.heic, such as a\.heic: only/,
    );
    const jpeg = await square(9).jpeg().toBuffer();
    await writeFile(join(folder, 'a.jpg'), jpeg.subarray(0, jpeg.length - 30));
    await expect(greysOf(folder)).rejects.toThrow(
      /a\.jpg: the file ends early, it is cut off; copy/,
    );
  });
});
