import { SeededRandom } from '@stackgan/random';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';

import type { SourceExample } from '../source/dataset-source.js';
import { examplesOf } from '../testing/examples-of.js';
import { avataaars } from './avataaars.js';
import { avatarCaptions } from './avatar-captions.js';
import { AvatarLexicon, listPhrases } from './avatar-lexicon.js';
import { avatarSource } from './avatar-source.js';
import { avatarStyles, findStyle } from './avatar-styles.js';
import { attributeOf } from './avatar-style.js';
import { drawAvatar, visibleAttributes } from './draw-avatar.js';
import { heldOutCombinations, showsAny } from './held-out-combinations.js';
import { loadRenderer } from './render-avatar.js';

const avatarExamples = async (
  options: Parameters<typeof avatarSource>[0],
): Promise<SourceExample[]> => examplesOf(await avatarSource(options));

const withoutImage = (example: SourceExample) => ({ ...example, image: undefined });

let examples: SourceExample[];
beforeAll(async () => {
  examples = await avatarExamples({ count: 1000, seed: 3 });
});

/** A drawing with random attributes of seed 0, except `given`. */
async function draw(given: Readonly<Record<string, string>>): Promise<Buffer> {
  const plain = { 'facial hair': 'none', glasses: 'none', eyes: 'plain eyes' };
  const drawn = drawAvatar(avataaars, new SeededRandom(0), { ...plain, ...given });
  return sharp((await loadRenderer(avataaars))(drawn))
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** Mean colour of a 5x5 square. */
function meanColour(pixels: Uint8Array, x: number, y: number): number[] {
  const sums = [0, 0, 0];
  for (let row = y - 2; row <= y + 2; row++) {
    for (let column = x - 2; column <= x + 2; column++) {
      for (const channel of [0, 1, 2])
        sums[channel]! += pixels[(row * 256 + column) * 3 + channel]!;
    }
  }
  return sums.map((sum) => Math.round(sum / 25));
}

const rgb = (hex: string): number[] => [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));

describe('avatarSource', () => {
  it('gives the same set for the same seed, and more of it for a larger count', async () => {
    const again = await avatarExamples({ count: 1000, seed: 3 });
    expect(again.map(withoutImage)).toEqual(examples.map(withoutImage));
    expect(await again[5]!.image()).toEqual(await examples[5]!.image());
    const fewer = await avatarExamples({ count: 100, seed: 3 });
    expect(fewer).toHaveLength(106);
    expect(fewer.slice(0, 100).map(withoutImage)).toEqual(examples.slice(0, 100).map(withoutImage));
    const other = await avatarExamples({ count: 100, seed: 4 });
    expect(other.map(({ captions }) => captions)).not.toEqual(
      fewer.map(({ captions }) => captions),
    );
  });

  it('is drawn alike everywhere: seed 0 begins with these words', async () => {
    const [first] = await avatarExamples({ count: 1 });
    expect(first!.captions).toMatchInlineSnapshot(`
      [
        "someone with flat eyebrows and a red bob with a fringe, wearing a bright blue hoodie and rounded sunglasses",
        "a person with light skin, a ginger bob with a fringe and puffed rosy cheeks",
        "someone, bright red bob with a fringe, bright blue hoodie",
        "this person is wearing a bright blue hoodie and is beige-skinned",
        "the woman has full cheeks and hair with straight bangs, is beige-skinned, and wears sunglasses and a blue hoodie",
      ]
    `);
  });

  it('never trains on a combination that is held out, and shows one in every test image', () => {
    const combinations = heldOutCombinations(avataaars, new SeededRandom(3).fork('held out'));
    const pairs = new Set(
      combinations.map((one) =>
        one
          .map(([name]) => name)
          .sort()
          .join(' + '),
      ),
    );
    expect(pairs).toEqual(
      new Set([
        'hair colour + hair or hat',
        'clothes + clothes colour',
        'hair colour + skin colour',
        'glasses + hair or hat',
      ]),
    );
    const pairsOf = ({ attributes }: SourceExample): string[] =>
      avataaars.heldOut.map((names) => names.map((name) => attributes![name]).join(' + '));
    const trained = new Set(examples.filter(({ split }) => split === 'train').flatMap(pairsOf));
    const tested = examples.filter(({ split }) => split === 'test');
    for (const example of tested) {
      expect(pairsOf(example).every((pair) => trained.has(pair))).toBe(false);
    }
    const shown = (split: string) =>
      examples
        .filter((example) => example.split === split)
        .map(({ attributes }) => showsAny(attributes!, combinations));
    expect(new Set(shown('train'))).toEqual(new Set([false]));
    expect(new Set(shown('test'))).toEqual(new Set([true]));
    expect(shown('test')).toHaveLength(60);
  });

  it('does not state what cannot be seen', () => {
    const without = (name: string, value: RegExp, hidden: string) => {
      const shown = examples.filter(({ attributes }) => value.test(attributes![name]!));
      expect(shown.length).toBeGreaterThan(5);
      for (const { attributes, statements } of shown) {
        expect(attributes).not.toHaveProperty([hidden]);
        for (const statement of statements!) expect(statement).not.toHaveProperty([hidden]);
      }
    };
    without('hair or hat', /^(?!.*(hat|hijab|turban|beanie))/, 'hat colour');
    without('hair or hat', /hijab/, 'clothes');
    without('glasses', /sunglasses|patch/, 'eyes');
    without('clothes', /hoodie|overalls|neck|blazer|sweater/, 'shirt print');
  });

  it('knows the colour of hair of the bald, which is at the sides, and of beards under hats', () => {
    const isHatted = ({ attributes }: SourceExample) =>
      /hat|hijab|turban|beanie/.test(attributes!['hair or hat']!);
    const colourless = examples.filter(({ attributes }) => !attributes!['hair colour']);
    expect(colourless).toEqual(
      examples.filter((one) => isHatted(one) && one.attributes!['facial hair'] === 'none'),
    );
    const stating = examples
      .filter(isHatted)
      .flatMap(({ captions, statements }) =>
        captions.filter((_, i) => statements![i]!['hair colour']),
      );
    expect(stating.length).toBeGreaterThan(20);
    for (const caption of stating) {
      expect(caption).toMatch(/beard|m(o)?ustache/);
      expect(caption).not.toMatch(/ hair|-haired/);
    }
  });

  it('names the makers and the licence', async () => {
    const { licence, attribution } = await avatarSource();
    expect(licence).toBe('free for personal and commercial use');
    expect(attribution).toContain('Pablo Stanley');
    expect(attribution).toContain('Florian Körner');
    const other = await avatarSource({ style: 'personas' });
    expect(other.licence).toBe('CC-BY-4.0'); // As model hubs spell it.
    expect(other.attribution).toMatch(/Draftbit.*creativecommons\.org\/licenses\/by\/4\.0/);
  });

  it('refuses an unknown style, and an invalid count', async () => {
    await expect(avatarSource({ style: 'cubist' })).rejects.toThrow('give one of avataaars');
    await expect(avatarSource({ count: 0 })).rejects.toThrow(RangeError);
    const load = () => Promise.reject(new Error('not found'));
    const style = { ...avataaars, name: 'ghost', package: '@dicebear/not-there', load };
    await expect(loadRenderer(style)).rejects.toMatchObject({
      fault: 'source',
      message: expect.stringContaining('npm install @dicebear/not-there@9.4.3') as string,
    });
  });
});

describe.each(avatarStyles)('every style: %s', (name) => {
  const style = findStyle(name);
  let drawn: SourceExample[];
  beforeAll(async () => {
    drawn = await avatarExamples({ style: name, count: 1000, seed: 3 });
  });

  it('shows every value in training', () => {
    const train = drawn.filter(({ split }) => split === 'train');
    for (const { name, values } of style.attributes) {
      const seen = new Set(train.map(({ attributes }) => attributes![name]));
      for (const { value } of values) expect(seen, `${name}: ${value}`).toContain(value);
    }
  });

  it('states what the image shows and nothing else, five to seven things first', () => {
    const faults = drawn.flatMap(({ attributes, captions, statements }) => {
      expect([new Set(captions).size, statements!.length]).toEqual([5, 5]);
      return statements!.filter((statement, i) => {
        const stated = Object.entries(statement);
        const isTrue = stated.every(([key, values]) => values.includes(attributes![key]!));
        return !isTrue || stated.length < (i === 0 ? 5 : 1) || stated.length > 7;
      });
    });
    expect(faults).toEqual([]);
  });

  it('writes English: articles fit, no place is left open, nothing stands twice', () => {
    const faults = [
      /[^a-z0-9 ,'-]/,
      / {2}|,,| ,|^,|,$|undefined/,
      /\ba (?=[aeiou])|\ban (?=[^aeiou])/,
      /\b(\w+) \1\b/,
      /^(?:with|wearing|in|and)\b|\b(?:with|wearing|in|and|a|an)$/,
    ];
    const captions = drawn.flatMap((example) => example.captions);
    expect(captions.filter((caption) => faults.some((fault) => fault.test(caption)))).toEqual([]);
  });

  it('knows the options of its package', async () => {
    const { schema } = (await import(style.package)) as {
      schema: { properties: Record<string, { items?: { enum?: string[] }; default?: unknown }> };
    };
    for (const { options, values } of style.attributes) {
      for (const { value, option } of values.filter((one) => one.value !== 'none')) {
        const { items, default: colours } = schema.properties[options[0]!]!;
        // DiceBear draws nothing, silently, for a part that it does not know.
        expect(items?.enum ?? colours, value).toContain(option);
      }
    }
    for (const [option, [value]] of Object.entries(style.fixed)) {
      const known = schema.properties[option]?.items?.enum;
      if (known) expect(known).toContain(value);
    }
  });

  it('draws its own, 256 pixels wide, on white', async () => {
    const { data, info } = await sharp(await drawn[0]!.image())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 256, height: 256 });
    expect([...data.subarray(0, 3)]).toEqual([255, 255, 255]);
  });
});

describe('captions', () => {
  it('mean any of the values that share a word', () => {
    const meanings = new Map<string, Set<string>>();
    for (const { captions, statements } of examples) {
      for (const [i, statement] of statements!.entries()) {
        const add = (key: string, name: string) =>
          statement[name] &&
          meanings.set(key, (meanings.get(key) ?? new Set()).add(statement[name].join('|')));
        if (
          /\bbrown hair\b/.test(captions[i]!) &&
          !/(dark|light|reddish) brown hair/.test(captions[i]!)
        ) {
          add('brown hair', 'hair colour');
        }
        if (/(with|in|wearing|wears) a blue hoodie/.test(captions[i]!))
          add('blue', 'clothes colour');
        if (!statement['shirt print'] && /(with|in|wearing|wears) a white shirt/.test(captions[i]!))
          add('a shirt', 'clothes');
      }
    }
    expect([...meanings.get('brown hair')!]).toEqual(['brown|dark brown']);
    expect([...meanings.get('blue')!]).toEqual(['sky blue|blue|navy blue']);
    expect([...meanings.get('a shirt')!]).toEqual([
      'T-shirt with a print|crew-neck shirt|scoop-neck shirt|V-neck shirt',
    ]);
  });

  it('with a print, mean the only shirt that has one', () => {
    const printed = examples
      .flatMap(({ statements }) => statements!)
      .filter((one) => one['shirt print']);
    expect(printed.length).toBeGreaterThan(20);
    for (const statement of printed) expect(statement['clothes']).toEqual(['T-shirt with a print']);
  });

  it('can colour every thing that has a colour', () => {
    for (const { name, of = [], alone, after, values } of avataaars.attributes) {
      if (of.length === 0 || after) continue;
      expect(values.every(({ words }) => words!.length > 0)).toBe(true);
      expect(alone === undefined || listPhrases(alone).length > 0).toBe(true);
      for (const { hides = [], phrases } of of.flatMap(
        (thing) => attributeOf(avataaars, thing).values,
      )) {
        if (hides.includes(name)) continue;
        expect(listPhrases(phrases).some(({ text }) => text.includes('*'))).toBe(true);
      }
    }
  });

  it('differ by random source alone', () => {
    const image = visibleAttributes(avataaars, drawAvatar(avataaars, new SeededRandom(1)));
    const say = (seed: number) =>
      avatarCaptions(new AvatarLexicon(avataaars), image, new SeededRandom(seed));
    expect(say(1)).toEqual(say(1));
    expect(say(1)).not.toEqual(say(2));
  });
});

describe('drawings', () => {
  it.each(
    attributeOf(avataaars, 'clothes colour').values.map(({ value, option }) => [value, option]),
  )('have clothes of %s', async (value, option) => {
    const pixels = await draw({
      clothes: 'crew-neck shirt',
      'clothes colour': value,
      'hair or hat': 'buzz cut',
    });
    expect(meanColour(pixels, 128, 245)).toEqual(rgb(option));
  });

  it.each(attributeOf(avataaars, 'skin colour').values.map(({ value, option }) => [value, option]))(
    'have %s skin',
    async (value, option) => {
      const pixels = await draw({ 'skin colour': value, 'hair or hat': 'bald' });
      expect(meanColour(pixels, 128, 60)).toEqual(rgb(option));
    },
  );

  it.each(attributeOf(avataaars, 'hair colour').values.map(({ value, option }) => [value, option]))(
    'have %s hair',
    async (value, option) => {
      const pixels = await draw({ 'hair colour': value, 'hair or hat': 'afro' });
      expect(meanColour(pixels, 128, 20)).toEqual(rgb(option));
    },
  );

  it.each([
    ['bald', 'long beard', 170],
    ['bald', 'none', 80, 75],
    ['turban', 'short beard', 165],
  ])('show the hair colour: %s, %s', async (top, beard, y, x = 128) => {
    for (const { value, option } of attributeOf(avataaars, 'hair colour').values) {
      const given = { 'hair colour': value, 'hair or hat': top, 'facial hair': beard };
      expect(meanColour(await draw(given), x, y)).toEqual(rgb(option));
    }
  });

  it('stand on white', async () => {
    expect(meanColour(await draw({}), 4, 4)).toEqual([255, 255, 255]);
  });
});
