import { join } from 'node:path';

import { SeededRandom } from '@stackgan/random';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import { createLoader } from '../loader/create-loader.js';
import { openDataset } from '../prepared/open-dataset.js';
import { prepareEmoji } from './prepare-emoji.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { colourName, dominantColour } from './dominant-colour.js';
import { emojiAttributes, emojiStatement } from './emoji-attributes.js';
import { emojiCaptions } from './emoji-captions.js';
import { emojiFamily } from './emoji-family.js';
import { nounPhrase } from './noun-phrase.js';
import { readEmoji } from './read-emoji.js';
import { splitFamilies } from './split-families.js';

describe('readEmoji', () => {
  it('joins 3,375 images to words, each code point sequence once', async () => {
    const emoji = await readEmoji();
    expect(emoji).toHaveLength(3375);
    expect(new Set(emoji.map(({ id }) => id)).size).toBe(3375);
    expect(emoji.find(({ id }) => id === '1f46e-1f3ff')).toMatchObject({
      label: 'police officer',
      tone: 'dark',
      group: 'people-body',
      subgroup: 'person-role',
      toned: true,
    });
  });
});

describe('emojiFamily and splitFamilies', () => {
  it('puts skin, hair and gender variants into one family', async () => {
    const emoji = new Map((await readEmoji()).map((one) => [one.id, emojiFamily(one)]));
    const together = [
      ['1f46e', '1f46e-1f3ff', '1f46e-1f3fb-200d-2640'],
      ['1f9d1', '1f468-1f3fd-200d-1f9b0', '1f469-200d-1f9b1', '1f471-200d-2642', '1f471'],
      ['1f9d1-200d-1f33e', '1f469-1f3fe-200d-1f33e', '1f468-200d-1f33e'],
      ['1f934', '1f478-1f3fc', '1fac5'],
      ['1f385', '1f936', '1f9d1-200d-1f384'],
      ['1f46d', '1f46b-1f3fb', '1f9d1-200d-1f91d-200d-1f9d1'],
      ['1f48f', '1f469-200d-2764-200d-1f48b-200d-1f469'],
    ];
    for (const ids of together) {
      expect(ids.every((id) => emoji.has(id))).toBe(true);
      expect(new Set(ids.map((id) => emoji.get(id))).size).toBe(1);
    }
    expect(new Set(together.map(([id]) => emoji.get(id!))).size).toBe(together.length);
    expect(emoji.get('1f1ee-1f1f7')).not.toBe(emoji.get('1f1ee-1f1f9'));
  });

  it('keeps families whole, comes close to the share asked for, and follows the seed', async () => {
    const families = (await readEmoji()).map(emojiFamily);
    for (const seed of [0, 1, 2]) {
      const test = splitFamilies(families, 0.06, new SeededRandom(seed));
      const share = families.filter((family) => test.has(family)).length / families.length;
      expect(Math.abs(share - 0.06)).toBeLessThan(0.001);
      expect(splitFamilies(families, 0.06, new SeededRandom(seed))).toEqual(test);
    }
    const [a, b] = [0, 1].map((seed) => splitFamilies(families, 0.06, new SeededRandom(seed)));
    expect(a).not.toEqual(b);
  });
});

describe('emojiAttributes', () => {
  const emoji = {
    label: 'woman: red hair',
    subgroupName: 'person',
    toned: true,
    tone: 'medium-light',
  };
  it.each([
    [emoji, undefined, { kind: 'person', skin: 'medium-light', figure: 'woman', hair: 'red' }],
    [
      { label: 'police officer', subgroupName: 'roles & careers', toned: true },
      undefined,
      { kind: 'roles & careers', skin: 'yellow' },
    ],
    [
      { label: 'frog', subgroupName: 'amphibian', toned: false },
      'green',
      { kind: 'amphibian', colour: 'green' },
    ],
    [
      { label: 'mantelpiece clock', subgroupName: 'time', toned: false },
      undefined,
      { kind: 'time' },
    ],
  ])('of %o', (one, colour, expected) => {
    expect(emojiAttributes(one as never, colour)).toEqual(expected);
  });

  it('are stated where a caption has the word of a colour or skin, the others always', () => {
    const frog = { kind: 'amphibian', colour: 'green' };
    expect(emojiStatement('a green frog', frog)).toEqual({
      kind: ['amphibian'],
      colour: ['green'],
    });
    expect(emojiStatement('a frog in a greenhouse', frog)).toEqual({ kind: ['amphibian'] });
    const woman = emojiAttributes(emoji as never, undefined);
    expect(emojiStatement('a medium-light-skinned woman', woman)).toMatchObject({
      skin: ['medium-light'],
    });
    const light = { ...woman, skin: 'light' };
    expect(emojiStatement('a woman with medium-light skin', light)).not.toHaveProperty('skin');
    expect(emojiStatement('a light-skinned woman', light)).toMatchObject({ skin: ['light'] });
  });
});

describe('nounPhrase', () => {
  it.each([
    ['police officer', 'person-role', 'a police officer'],
    ['woman police officer', 'person-role', 'a female police officer'],
    ['man with veil', 'person-role', 'a man with veil'],
    ['man running', 'person-activity', 'a man running'],
    ['person lifting weights', 'person-sport', 'a person lifting weights'],
    ['woman: red hair', 'person', 'a woman with red hair'],
    ['man: bald', 'person', 'a bald man'],
    ['family: man, woman, boy', 'family', 'a family of a man, a woman and a boy'],
    ['kiss: woman, woman', 'family', 'a woman and a woman kissing'],
    ['flag: Iran', 'country-flag', 'the flag of Iran'],
    ['flag: Cook Islands', 'country-flag', 'the flag of the Cook Islands'],
    ['keycap: 7', 'keycap', 'a keycap with the number 7'],
    ['orange heart', 'heart', 'an orange heart'],
    ['unicorn', 'animal-mammal', 'a unicorn'],
    ['octopus', 'animal-marine', 'an octopus'],
    ['grapes', 'food-fruit', 'grapes'],
    ['bread', 'food-prepared', 'bread'],
    ['nest with eggs', 'plant-other', 'a nest with eggs'],
    ['four-thirty', 'time', 'a clock showing four thirty'],
    ['Leo', 'zodiac', 'the zodiac sign Leo'],
  ])('says %s of %s as %s', (label, subgroup, expected) => {
    expect(nounPhrase({ label, subgroup })).toBe(expected);
  });
});

describe('emojiCaptions', () => {
  it('gives ten distinct captions to every emoji, fixed by the seed', async () => {
    for (const emoji of await readEmoji()) {
      const captions = emojiCaptions(emoji, 'blue', new SeededRandom(1));
      expect(new Set(captions).size).toBe(10);
      expect(captions).toEqual(emojiCaptions(emoji, 'blue', new SeededRandom(1)));
      expect(
        captions.every((caption) => caption.length < 140 && !/undefined|  /u.test(caption)),
      ).toBe(true);
    }
  });

  it('states the skin tone in all captions of people', async () => {
    const emoji = (await readEmoji()).filter(({ toned }) => toned);
    expect(emoji.length).toBeGreaterThan(1700);
    for (const one of emoji) {
      const captions = emojiCaptions(one, undefined, new SeededRandom(0));
      for (const caption of captions) expect(caption).toContain(one.tone ?? 'yellow');
    }
  });

  it('says a measured colour only where the name has none', async () => {
    const emoji = new Map((await readEmoji()).map((one) => [one.label, one]));
    const first = (label: string, colour?: string) =>
      emojiCaptions(emoji.get(label)!, colour, new SeededRandom(0))[0];
    expect(first('fox', 'orange')).toBe('an orange fox');
    expect(first('fox')).toBe('a fox');
    expect(first('red apple', 'purple')).toBe('a red apple');
  });
});

describe('dominantColour', () => {
  it('names plain colours', () => {
    const named = [
      [255, 0, 0, 'red'],
      [250, 140, 0, 'orange'],
      [255, 204, 50, 'yellow'],
      [0, 160, 60, 'green'],
      [40, 90, 230, 'blue'],
      [140, 60, 220, 'purple'],
      [250, 120, 190, 'pink'],
      [120, 70, 30, 'brown'],
      [20, 20, 20, 'black'],
      [250, 250, 250, 'white'],
      [128, 128, 130, 'grey'],
    ] as const;
    for (const [red, green, blue, name] of named) expect(colourName(red, green, blue)).toBe(name);
  });

  it('looks at the visible part only and is silent without a majority', async () => {
    const draw = (left: number[], right: number[]) =>
      sharp(Uint8Array.from([...left, ...right]), { raw: { width: 2, height: 1, channels: 4 } })
        .resize(64, 64, { kernel: 'nearest', fit: 'fill' })
        .png()
        .toBuffer();
    const red = [255, 0, 0, 255];
    expect(await dominantColour(await draw(red, [0, 0, 255, 0]))).toBe('red');
    expect(await dominantColour(await draw(red, [0, 0, 255, 255]))).toBeUndefined();
  });
});

describe('prepareEmoji', () => {
  it('prepares real images that load in colour on white', async () => {
    const outDir = join(await temporaryFolder(), 'emoji');
    const ids = ['1f600', '1f46e-1f3ff', '1f34e', '1f34f', '1f1ee-1f1f7', '1f98a'];
    const encoder = countingEncoder();
    const filter = ({ id }: { id: string }) => ids.includes(id);
    const info = await prepareEmoji({ outDir, encoder, filter, sizes: [64, 256] });
    expect(info.counts.train + info.counts.test).toBe(6);
    expect(info.counts.captions).toBe(60);
    expect(info.licence).toBe('MIT');
    const dataset = await openDataset(outDir, { encoder });
    const apple = dataset.examples.find(({ id }) => id === '1f34e')!;
    expect(apple.captions[0]).toBe('a red apple');
    const officer = dataset.examples.find(({ id }) => id === '1f46e-1f3ff')!;
    expect(officer.captions[0]).toBe('a police officer with dark skin tone');
    for (const size of [64, 256]) {
      const pixels = await dataset.readImage(apple, size);
      expect([...pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
      const middle = ((size / 2) * size + size / 2) * 3;
      expect(pixels[middle]! - pixels[middle + 1]!).toBeGreaterThan(80);
    }
    const loader = createLoader({
      dataset,
      split: 'train',
      imageSize: 256,
      batchSize: 2,
      random: new SeededRandom(0),
    });
    expect((await loader.next()).shape).toEqual([2, 256, 256, 3]);
    await loader.close();
    await dataset.close();
  });
});
