import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { validateCaption } from '@stackgan/text';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { PrepareArguments } from './prepare.js';
import { quietContext, temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { prepare } from './prepare.js';

/** A JPEG of one colour. */
const colour = async (): Promise<Uint8Array> =>
  sharp({
    create: { width: 50, height: 40, channels: 3, background: { r: 200, g: 90, b: 20 } },
  })
    .jpeg()
    .toBuffer();

/** Two birds, each a class of its own. */
async function fabricateCub(): Promise<string> {
  const folder = await temporaryFolder();
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await write('CUB_200_2011/images.txt', '1 001.A/A_1.jpg\n2 002.B/B_1.jpg\n');
  await write('CUB_200_2011/bounding_boxes.txt', '1 10.0 5.0 20.0 20.0\n2 0.0 0.0 50.0 40.0\n');
  await write('CUB_200_2011/train_test_split.txt', '1 1\n2 1\n');
  const bird = await colour();
  for (const name of ['001.A/A_1', '002.B/B_1']) {
    await write(`CUB_200_2011/images/${name}.jpg`, bird);
    await write(`text_c10/${name}.txt`, 'a red bird\nan orange bird\n');
  }
  await write('testclasses.txt', '002.B\n');
  return folder;
}

const run = async (
  given: Partial<PrepareArguments>,
  encoder = tinyEncoder,
  context = quietContext(),
) => {
  const none = {
    ...{ source: 'avatars', from: undefined, out: undefined, style: undefined },
    ...{ count: undefined, testClasses: undefined, check: undefined },
  };
  await prepare(
    {
      ...none,
      profile: undefined,
      sizes: [64, 256],
      seed: 0,
      backend: 'cpu',
      overrides: {},
      ...given,
    },
    context,
    {
      loadEncoder: () => Promise.resolve(encoder),
    },
  );
  return context.lines;
};

describe('prepare folder', () => {
  it('names three animations, of which it takes the first image, and counts all', async () => {
    const folder = await temporaryFolder();
    const frames = Uint8Array.from({ length: 64 * 128 * 3 }, (_, i) => (i < 64 * 64 * 3 ? 9 : 99));
    const raw = { width: 64, height: 128, channels: 3 as const, pageHeight: 64 };
    const animation = await sharp(frames, { raw }).gif().toBuffer();
    for (const name of ['a', 'b', 'c', 'd']) {
      await writeFile(join(folder, `${name}.gif`), animation);
      await writeFile(join(folder, `${name}.txt`), 'a dark square\n');
    }
    const out = join(folder, 'set');
    const lines = await run({ source: 'folder', from: folder, out, sizes: [64] });
    expect(lines.filter((line) => line.startsWith('warning: '))).toEqual([
      ...['a', 'b', 'c'].map(
        (name) => `warning: ${name}.gif has 2 images, as an animation; the first one is used`,
      ),
      'warning: the first image is used of 4 animations in all',
    ]);
  });

  it('makes a data set of images and the text files beside them', async () => {
    const folder = await temporaryFolder();
    for (const name of ['a', 'b']) {
      await writeFile(join(folder, `${name}.jpg`), await colour());
      await writeFile(join(folder, `${name}.txt`), 'a red square\n');
    }
    const out = join(folder, 'set');
    const lines = await run({ source: 'folder', from: folder, out, sizes: [64] });
    expect(lines.at(-1)).toMatch(/set: 1 training images, 1 held out, 2 captions$/);
    expect(JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8'))).toMatchObject({
      name: basename(folder),
      classNames: ['a.jpg', 'b.jpg'],
    });
  });

  it('says what it did not read, and what it changed, before its last line', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a.jpg'), await colour());
    await writeFile(join(folder, 'a.txt'), 'a red\uFFFD\uFFFDsquare\n');
    await writeFile(join(folder, 'b.heic'), 'whatever');
    await writeFile(join(folder, '._a.jpg'), 'whatever');
    const lines = await run({
      source: 'folder',
      from: folder,
      out: join(folder, 'set'),
      sizes: [64],
    });
    expect(lines.slice(-4)).toEqual([
      expect.stringMatching(/^not read: 1 \.heic, such as b\.heic: .*; save them as JPEG or PNG$/),
      expect.stringMatching(/^captions: 1 runs of U\+FFFD .* read as blanks, first in .*a\.txt/),
      expect.stringMatching(/^no test images: the only image is for training/),
      expect.stringMatching(/set: 1 training images, 0 held out, 1 captions$/),
    ]);
  });

  it('names a caption that the encoder refuses before it packs, and a truncated image', async () => {
    const folder = await temporaryFolder();
    const jpeg = await colour();
    await writeFile(join(folder, 'a.jpg'), jpeg.subarray(0, jpeg.length - 20));
    await writeFile(join(folder, 'a.txt'), `a red square\n\n${'long '.repeat(120)}\n`);
    const encoder = { ...tinyEncoder, validate: (text: string) => void validateCaption(text) };
    const settings = { source: 'folder', from: folder, out: join(folder, 'set'), sizes: [64] };
    await expect(run(settings, encoder)).rejects.toThrow(
      /a\.txt, line 3: The caption .* has 599 characters; shorten it to 500/,
    );
    await writeFile(join(folder, 'a.txt'), 'a red square\n');
    await expect(run(settings, encoder)).rejects.toThrow(
      /1 images of .* cannot be decoded, .* \(a\.jpg\); repair or remove them. a\.jpg: the file ends early/,
    );
  });

  it('counts captions that the encoder half knows, and names the first by file', async () => {
    const folder = await temporaryFolder();
    for (const [name, captions] of Object.entries({
      a: 'a 鸟\na red bird\n',
      b: '鸟鸟 a\n鸟b\n鸟c',
    })) {
      await writeFile(join(folder, `${name}.jpg`), await colour());
      await writeFile(join(folder, `${name}.txt`), captions);
    }
    const unknownShare = (caption: string) => {
      const letters = [...caption.replaceAll(' ', '')];
      return letters.filter((letter) => letter === '鸟').length / letters.length;
    };
    const given = { source: 'folder', from: folder, out: join(folder, 'set'), sizes: [64] };
    expect(await run(given, { ...tinyEncoder, unknownShare })).toContain(
      'warning: the caption encoder does not know half or more of 4 of 5 captions: ' +
        'a.jpg "a 鸟" (50 %), b.jpg "鸟鸟 a" (67 %), b.jpg "鸟b" (50 %), …',
    );
  });

  it('is refused without captions', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'a.jpg'), await colour());
    await expect(run({ source: 'folder', from: folder })).rejects.toThrow(
      /a\.txt does not exist; write one/,
    );
  });
});

describe('prepare avatars', () => {
  it('draws as many as asked, with attributes, licence and makers', async () => {
    const out = join(await temporaryFolder(), 'set');
    const lines = await run({ count: 20, seed: 5, out, sizes: [64] });
    expect(lines.at(-1)).toMatch(/set: 20 training images, 1 held out, 105 captions$/);
    const info = JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8')) as {
      attributes: { name: string }[];
    };
    expect(info).toMatchObject({
      name: 'avatars-avataaars',
      licence: 'free for personal and commercial use',
      attribution: expect.stringContaining('Pablo Stanley') as string,
    });
    expect(info.attributes.map(({ name }) => name)).toContain('hair colour');
  });

  it('that Ctrl-C stops says what is kept, and goes on with it if asked for the same', async () => {
    for (const [seed, line] of [
      [0, 'goes on after 21 images'],
      [
        1,
        'begins anew: what an interrupted preparation left does not fit this source and these options',
      ],
    ] as const) {
      const out = join(await temporaryFolder(), 'set');
      const flags = { count: 20, out, sizes: [64] };
      const context = quietContext();
      const embed = (captions: string[]) => {
        context.stop();
        return tinyEncoder.embed(captions);
      };
      const stopped = run(flags, { ...tinyEncoder, embed }, context);
      await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
      expect(context.lines).toContain(
        `21 images of ${out} are kept: prepare it again to go on after them`,
      );
      const lines = await run({ ...flags, seed });
      expect(lines).toContain(line);
      expect(lines.at(-1)).toMatch(/set: 20 training images, 1 held out, 105 captions$/);
    }
  });

  it('takes another style, by name', async () => {
    const out = join(await temporaryFolder(), 'set');
    await run({ style: 'personas', count: 5, out, sizes: [64] });
    expect(JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8'))).toMatchObject({
      name: 'avatars-personas',
      licence: 'CC-BY-4.0',
    });
  });

  it.each([
    [
      { source: 'birds' },
      'unknown source birds; known: avatars, emoji, folder, cub, oxford-102, coco',
    ],
    [{ source: 'folder' }, 'prepare folder needs --from <folder>, which holds your images and'],
    [{ from: 'a' }, /^prepare avatars has no --from, which is a flag of: folder, cub.*; name one/],
    [{ style: 'cubism' }, 'no style cubism; give one of avataaars, personas'],
    [{ source: 'emoji', style: 'personas' }, 'prepare emoji has no --style, which is a flag of: a'],
    [{ source: 'folder', from: 'a', count: 5 }, 'prepare folder has no --count'],
    [
      { source: 'emoji', check: true },
      /prepare emoji has no --check, which is a flag of: folder, /,
    ],
    [{ testClasses: 'x' }, /prepare avatars has no --test-classes, which is a flag of: cub/],
  ])('refuses %j', async (flags, message) => {
    await expect(run(flags)).rejects.toThrow(message);
  });
});

describe('prepare cub', () => {
  it('makes a data set by the options of a profile and flags, and keeps these with it', async () => {
    const cub = await fabricateCub();
    const out = join(cub, 'set');
    const lines = await run({
      ...{
        source: 'cub',
        from: cub,
        out,
        profile: 'tf',
        testClasses: join(cub, 'testclasses.txt'),
      },
      sizes: [64, 128, 256],
      overrides: { 'preprocessing.objectCrop': 1.2 },
    });
    expect(lines.at(-1)).toMatch(
      /set: 1 training images, 1 held out, 4 captions; 2 cropped around their object$/,
    );
    const info = JSON.parse(await readFile(join(out, 'dataset.json'), 'utf8')) as object;
    expect(info).toMatchObject({
      name: 'cub-200-2011',
      options: { crop: true, flip: true },
      imageSizes: [64, 128, 256],
      preprocessing: {
        ...{ objectCrop: 1.2, filter: 'bicubic' },
        ...{ stretchContrast: true, smallFromLarge: true },
      },
    });
  });

  it('says what is wrong before it begins', async () => {
    await expect(run({ profile: 'tff' })).rejects.toThrow(/did you mean tf\?/);
    const cub = await temporaryFolder();
    await expect(run({ source: 'cub', from: cub })).rejects.toThrow(
      /CUB_200_2011\/images.txt does not exist; get it/,
    );
    await expect(run({ source: 'cub', from: cub, testClasses: join(cub, 'no') })).rejects.toThrow(
      /cannot be read; give/,
    );
  });
});
