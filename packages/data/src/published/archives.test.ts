import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { create } from 'tar';
import { describe, expect, it } from 'vitest';

import { cocoSource } from '../coco/coco-source.js';
import { checkCub, cubSource } from '../cub/cub-source.js';
import { oxfordSource } from '../oxford/oxford-source.js';
import { copySet } from '../testing/copy-set.js';
import { examplesOf } from '../testing/examples-of.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import type { DatasetSource } from '../source/dataset-source.js';

/** Puts entries of a folder into an archive, in this order, and removes them. */
async function pack(folder: string, file: string, names: readonly string[]): Promise<void> {
  await create({ cwd: folder, file: join(folder, file), gzip: file.endsWith('gz') }, [...names]);
  for (const name of names) await rm(join(folder, name), { recursive: true });
}

/** All that a source yields, by the image. */
async function contentsOf(source: DatasetSource): Promise<Record<string, unknown>> {
  const examples = await examplesOf(source);
  const contents = examples.map(async ({ image, captionPlaces: _, ...example }) => {
    const bytes = Buffer.from(await image()).toString('base64');
    return [example.id, { ...example, bytes }] as const;
  });
  const entries = await Promise.all(contents);
  await source.close?.();
  return Object.fromEntries(entries);
}

describe('archives of published sets', () => {
  it.each([
    ['cub', cubSource],
    ['oxford-102', oxfordSource],
    ['coco', cocoSource],
  ] as const)('of %s are read as if they were unpacked', async (name, open) => {
    const folder = await copySet(name);
    const expected = await contentsOf(await open({ folder }));
    const names = await readdir(folder);
    // One archive per entry, as publishers have them, then a single one of all.
    for (const one of names) await pack(folder, `${one}.tgz`, [one]);
    expect(await contentsOf(await open({ folder }))).toEqual(expected);

    const unpacked = await copySet(name);
    const archive = join(await temporaryFolder(), 'all.tar');
    await create({ cwd: unpacked, file: archive }, names.reverse());
    expect(await contentsOf(await open({ folder: archive }))).toEqual(expected);
  });

  it('give images in their order, so that one pass finds all', async () => {
    const folder = await copySet('coco');
    const images = (await readdir(join(folder, 'train2014'))).sort().reverse();
    await create(
      { cwd: folder, file: join(folder, 'images.tgz'), gzip: true },
      images.map((image) => `train2014/${image}`),
    );
    await rm(join(folder, 'train2014'), { recursive: true });
    const source = await cocoSource({ folder });
    const examples = (await examplesOf(source)).filter(({ split }) => split === 'train');
    expect(examples.map(({ id }) => `${id}.jpg`)).toEqual(images);
    const [first, ...others] = examples;
    await first!.image();
    // Another pass would have to open the archive again.
    await rm(join(folder, 'images.tgz'));
    await Promise.all(others.map(({ image }) => image()));
    await source.close?.();
  });

  it('are checked, and not read where they were unpacked', async () => {
    const folder = await copySet('cub');
    await pack(folder, 'CUB_200_2011.tgz', ['CUB_200_2011']);
    const { files, isComplete } = await checkCub({ folder });
    expect(isComplete).toBe(true);
    expect(files[0]).toMatchObject({ path: 'CUB_200_2011/images.txt', state: 'found' });
    await rename(join(folder, 'text_c10'), join(folder, 'CUB_200_2011'));
    await writeFile(join(folder, 'CUB_200_2011', 'images.txt'), 'not a table\n');
    const second = await checkCub({ folder });
    expect(second.files[0]).toMatchObject({ state: 'wrong' });
  });
});
