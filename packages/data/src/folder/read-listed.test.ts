import { symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { folderSource } from './folder-source.js';
import { examplesOf } from '../testing/examples-of.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';

/** A folder of these files; images are empty, lists are lines. */
async function fabricate(
  images: readonly string[],
  lists: Readonly<Record<string, readonly unknown[]>>,
): Promise<string> {
  const folder = await temporaryFolder();
  const lineOf = (line: unknown) => (typeof line === 'string' ? line : JSON.stringify(line));
  await writeFiles(folder, Object.fromEntries(images.map((path) => [path, ''])));
  for (const [name, lines] of Object.entries(lists)) {
    await writeFiles(folder, { [name]: lines.map((line) => `${lineOf(line)}\n`).join('') });
  }
  return folder;
}

const read = async (images: string[], lists: Record<string, unknown[]>) =>
  examplesOf(await folderSource({ folder: await fabricate(images, lists) }));

describe('folderSource with a list', () => {
  it('takes captions, classes and split from captions.jsonl, and places them by line', async () => {
    const folder = await fabricate(['b.png', 'cat/a.png', 'dog/c.png'], {
      'captions.jsonl': [
        { file: 'dog/c.png', captions: [' a dog '], split: 'train' },
        { file: './cat/a.png', captions: ['a cat', 'grey\ncat'], class: ' tabby', split: 'test' },
        '',
        { file: 'b.png', captions: ['a b\uFFFDird'], split: 'train' },
      ],
    });
    const source = await folderSource({ folder, testFraction: 0.9 });
    const list = join(folder, 'captions.jsonl');
    expect(await examplesOf(source)).toMatchObject([
      { id: 'b.png', class: 'b.png', split: 'train', captions: ['a b ird'] },
      {
        ...{ id: 'cat/a.png', class: 'tabby', split: 'test', captions: ['a cat', 'grey cat'] },
        captionPlaces: [`${list}, line 2, caption 1`, `${list}, line 2, caption 2`],
      },
      { id: 'dog/c.png', class: 'dog', split: 'train', captionPlaces: [`${list}, line 1`] },
    ]);
    expect(source.notices).toEqual([
      expect.stringMatching(
        /^captions: 1 runs of U\+FFFD .*, first in .*captions\.jsonl, line 4: /,
      ),
    ]);
  });

  it('joins the rows of an image in captions.csv, and reads its folder as its class', async () => {
    const examples = await read(['cat/a.png', 'dog/b.png'], {
      'captions.csv': ['file,caption', 'cat/a.png,one', 'dog/b.png,two', 'cat/a.png,"th""ree"'],
    });
    expect(examples.map(({ id, class: name, captions }) => [id, name, captions])).toEqual([
      ['cat/a.png', 'cat', ['one', 'th"ree']],
      ['dog/b.png', 'dog', ['two']],
    ]);
    expect(examples.filter(({ split }) => split === 'test')).toHaveLength(1);
  });

  it("reads Hugging Face's lists in folders train and test, whose paths begin there", async () => {
    const examples = await read(['train/cat/a.png', 'train/cat/b.png', 'test/cat/a.png'], {
      'train/metadata.csv': ['file_name,text', 'cat/a.png,one', 'cat/b.png,two'],
      'test/metadata.jsonl': [{ file_name: 'cat/a.png', text: 'three' }],
    });
    expect(examples.map((one) => [one.id, one.split, one.class, one.captions[0]])).toEqual([
      ['test/cat/a.png', 'test', 'cat', 'three'],
      ['train/cat/a.png', 'train', 'cat', 'one'],
      ['train/cat/b.png', 'train', 'cat', 'two'],
    ]);
  });

  it('takes the split of a list before that of folders, which are no part of classes', async () => {
    const examples = await read(['train/cat/a.png', 'test/cat/a.png', 'b.png'], {
      'captions.csv': [
        'split,image,text',
        'test,train/cat/a.png,one',
        'train,test/cat/a.png,two',
        'train,b.png,three',
      ],
    });
    expect(examples.map(({ split, class: name }) => [split, name])).toEqual([
      ['train', 'b.png'],
      ['train', 'cat'],
      ['test', 'cat'],
    ]);
  });

  it('reads attributes and statements, by words if there are none', async () => {
    const attributes = { colour: 'red' };
    const statements = [{ colour: ['red', 'pink'] }];
    const [a, b, c] = await read(['a.png', 'b.png', 'c.png'], {
      'captions.jsonl': [
        { file: 'a.png', captions: ['a Red hat', 'a hat'], attributes },
        { file: 'b.png', captions: ['a hat'], attributes, statements },
        { file: 'c.png', captions: ['a hat'] },
      ],
    });
    expect(a).toMatchObject({ attributes, statements: [{ colour: ['red'] }, {}] });
    expect(b).toMatchObject({ attributes, statements });
    expect(c).not.toHaveProperty('statements');
  });

  it('finds values with any characters in captions', async () => {
    const values = ['t-shirt', 'a/b', 'c++', '(x)', '[y]', '^', '$1', 'a.b', 'a|b', '{2}', '\\d'];
    const attributes = Object.fromEntries(values.map((value, index) => [`${index}`, value]));
    const captions = [values.join(' , '), 'a t shirt, ab, c, x, y, 1, axb, 2, 5'];
    const [a] = await read(['a.png'], {
      'captions.jsonl': [{ file: 'a.png', captions, attributes }],
    });
    expect(Object.values(a!.statements![0]!).flat()).toEqual(values);
    expect(a!.statements![1]).toEqual({});
  });

  it('reports images and files that no list names, and finds names in either form', async () => {
    const folder = await fabricate(['e\u0301.png', 'b.png', 'c.gif'], {
      'captions.csv': ['file,caption', '\u00e9.png,one'],
      'notes.txt': [],
      'labels.csv': [],
    });
    const { notices, size } = await folderSource({ folder });
    expect(size).toBe(1);
    expect(notices).toEqual([
      expect.stringMatching(/^not read: 1 \.csv, such as labels\.csv: these are not images/),
      'not read: 1 .txt, such as notes.txt: no image has this name',
      'not read: 1 .png, 1 .gif, such as b.png: captions.csv has no captions of them',
      expect.stringMatching(/^no test images/),
    ]);
  });

  it('names images of linked folders, as they are read without a list', async () => {
    const elsewhere = await fabricate(['a.png'], {});
    const folder = await fabricate(['b.png'], {
      'captions.csv': ['file,caption', 'linked/a.png,one', 'b.png,two'],
    });
    await symlink(elsewhere, join(folder, 'linked'), 'dir');
    expect((await examplesOf(await folderSource({ folder }))).map(({ id }) => id)).toEqual([
      'b.png',
      'linked/a.png',
    ]);
  });

  const image = { file: 'a.png', captions: ['x'] };
  it.each([
    [
      { ...image, file: 'no.png' },
      /line 1: "no\.png" is not an image that is read: there is none in/,
    ],
    [{ ...image, file: '../a.png' }, /line 1: "\.\.\/a\.png" is not a path within the folder of t/],
    [{ ...image, file: '/etc/passwd' }, /line 1: "\/etc\/passwd" is not a path within/],
    [{ ...image, file: 'b\\a.png' }, /line 1: "b\\\\a\.png" is not a path .*; give one with \/ be/],
    [{ ...image, file: '' }, /line 1: "" is not a path within/],
    [{ ...image, file: 'x'.repeat(9999) }, /line 1: "x{79}… is not an image/],
    [{ ...image, captions: ['x', ' \uFFFD\n'] }, /line 1: caption 2 is empty; write one or remove/],
    [{ ...image, captions: ['\t'] }, /line 1: caption is empty; write one or remove it/],
    [{ ...image, split: 'val' }, /line 1: split is "val"; give train or test/],
    [{ ...image, class: ' ' }, /line 1: class is empty; name one or leave it out/],
    [{ ...image, split: 'test' }, /the list in .* holds out all 1 images, so there is none for t/],
    [{ ...image, statements: [{}] }, /line 1: has no attributes; give \{\} if there are none/],
    [{ ...image, attributes: { a: 1 } }, /line 1: attribute a is 1, not a word/],
    [{ ...image, attributes: {}, statements: [] }, /line 1: 0 statements, but 1 captions/],
    [{ ...image, attributes: null }, /line 1: attributes are not an object of names and values/],
  ])('refuses %j', async (line, message) => {
    await expect(read(['a.png'], { 'captions.jsonl': [line] })).rejects.toThrow(message);
  });

  it.each([
    [
      'captions.jsonl',
      [image, image],
      /line 2: "a\.png" is named in .*jsonl, line 1, too; give all/,
    ],
    [
      'captions.jsonl',
      [
        { ...image, split: 'train' },
        { ...image, file: 'b.png' },
      ],
      /line 2: has no split, but line 1 of .*jsonl has one; give all images a split, or none/,
    ],
    [
      'captions.csv',
      ['file,caption,class', 'a.png,x,cat', 'a.png,y,dog'],
      /line 3: class of "a\.png" is "dog", but "cat" in line 2; give one/,
    ],
    [
      'captions.csv',
      ['file,caption,split', 'a.png,x,test', 'a.png,y,'],
      /line 3: split of "a\.png" is missing, but "test" in line 2/,
    ],
    ['captions.csv', ['file,caption', 'a.png,'], /line 2: caption is empty; write one or remove/],
    ['captions.csv', ['file,caption'], /captions\.csv has no captions; add one/],
    ['captions.jsonl', [], /captions\.jsonl has no captions; add one/],
  ])('refuses a %s of %j', async (name, lines, message) => {
    await expect(read(['a.png', 'b.png'], { [name]: lines })).rejects.toThrow(
      expect.objectContaining({
        ...{ name: 'DatasetError', fault: 'source' },
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });

  it('refuses two forms of captions, and says which files to remove', async () => {
    const csv = { 'captions.csv': ['file,caption', 'a.png,x'] };
    const folder = await fabricate(['a.png'], { ...csv, 'metadata.jsonl': [image] });
    await expect(folderSource({ folder })).rejects.toThrow(
      `${folder} has two lists of captions, captions.csv and metadata.jsonl; remove one of them`,
    );
    for (const [name, content] of [
      ['A.TXT', 'a cat'],
      ['A.json', '{"attributes": {}}'],
    ] as const) {
      const both = await fabricate(['A.png'], csv);
      await writeFile(join(both, name), content);
      await expect(folderSource({ folder: both })).rejects.toThrow(
        `${both} has captions in captions.csv and in 1 files beside images, such as ${name}; remove the list or these files`,
      );
    }
    const nested = { ...csv, 'sub/captions.csv': ['file,caption', 'b.png,x'] };
    const twice = await fabricate(['a.png', 'sub/b.png'], {
      ...nested,
      'captions.csv': ['file,caption', 'sub/b.png,x'],
    });
    await expect(folderSource({ folder: twice })).rejects.toThrow(
      /sub\/captions\.csv, line 2: "b\.png" is named in .*captions\.csv, line 2, too/,
    );
  });
});
