import type { AvatarValue } from './avatar-style.js';

const hair = (value: string, option: string, ...has: string[]): AvatarValue => ({
  value,
  option,
  phrases: { has },
  hides: ['hat colour'],
});

const hat = (value: string, option: string, ...wears: string[]): AvatarValue => ({
  value,
  option,
  phrases: { wears },
  hides: ['hair colour'],
});

/** Hair and hats of Avataaars; hats hide the hair, bald heads have some at the sides. */
export const tops: readonly AvatarValue[] = [
  hat('wide-brimmed hat', 'hat', 'a * hat', 'a wide-brimmed * hat', 'a * sun hat', 'a big * hat'),
  {
    ...hat('hijab', 'hijab', 'a * hijab', 'a * hijab', 'a * headscarf'),
    // It covers the chest, so that only the colour of clothes is visible.
    hides: ['hair colour', 'clothes', 'shirt print'],
  },
  hat('turban', 'turban', 'a * turban'),
  hat(
    'hat with ear flaps',
    'winterHat1',
    ...['a * winter hat', 'a * hat', 'a * hat with ear flaps', 'a * trapper hat'],
  ),
  hat(
    'knitted hat with tassels',
    'winterHat02',
    ...['a * winter hat', 'a * hat', 'a knitted * hat', 'a patterned * hat', 'a * bobble hat'],
  ),
  hat('beanie', 'winterHat03', 'a * beanie', 'a * beanie', 'a * winter hat', 'a * hat'),
  hat(
    'beanie with cat ears',
    'winterHat04',
    ...['a * beanie', 'a * winter hat', 'a * hat with cat ears', 'a * beanie with cat ears'],
    'a * hat',
  ),
  hair('bob', 'bob', 'a * bob', '* hair in a bob', 'chin-length * hair'),
  hair('bun', 'bun', '* hair in a bun', 'a * bun', '* hair tied up in a bun', 'a * topknot'),
  hair('big curly hair', 'curly', 'curly * hair', 'big curly * hair', 'big * curls'),
  hair('long wavy hair', 'curvy', 'wavy * hair', 'long wavy * hair', 'long * hair'),
  hair('long dreadlocks', 'dreads', '* dreadlocks', 'long * dreadlocks', '* dreads'),
  hair(
    'flowers in the hair',
    'frida',
    ...[
      'flowers in their * hair',
      '* hair with flowers in it',
      'a wreath of flowers in their * hair',
    ],
  ),
  hair('afro', 'fro', 'a * afro', 'a big * afro', 'a round * afro'),
  hair(
    'afro with a headband',
    'froBand',
    ...['a * afro', 'a * afro with a headband', 'a * afro held by a headband'],
  ),
  hair(
    'shoulder-length hair',
    'longButNotTooLong',
    ...['shoulder-length * hair', 'medium-length * hair', 'straight * hair'],
  ),
  hair(
    'bob with bangs',
    'miaWallace',
    ...['a * bob', 'a * bob with bangs', 'a * bob with a fringe', '* hair with straight bangs'],
  ),
  hair(
    'long hair with shaved sides',
    'shavedSides',
    ...['* hair with shaved sides', '* hair shaved at the sides', 'a * undercut'],
  ),
  hair(
    'long straight hair',
    'straight02',
    ...['long straight * hair', 'long * hair', 'straight * hair'],
  ),
  hair(
    'long hair over one shoulder',
    'straight01',
    ...['long * hair', 'long * hair over one shoulder', 'long straight * hair'],
  ),
  hair(
    'long hair with a side fringe',
    'straightAndStrand',
    ...['long * hair', 'long straight * hair', 'long * hair with a fringe'],
  ),
  hair('short dreadlocks', 'dreads01', 'short * dreadlocks', 'short spiky * hair', 'short * hair'),
  hair(
    'wild hair',
    'dreads02',
    ...['wild * hair', 'messy * hair', 'frizzy * hair', 'wild * hair standing on end'],
  ),
  hair(
    'tuft of hair',
    'frizzle',
    ...['a tuft of * hair on top', 'a small * mohawk', '* hair only on top'],
  ),
  hair('shaggy hair', 'shaggy', 'shaggy * hair', 'tousled * hair', 'messy * hair'),
  hair('mullet', 'shaggyMullet', 'a * mullet', 'a shaggy * mullet'),
  hair(
    'short curly hair',
    'shortCurly',
    ...['short curly * hair', 'short * curls', 'curly * hair', 'short * hair'],
  ),
  hair('short spiky hair', 'shortFlat', 'short * hair', 'short spiky * hair'),
  hair('short smooth hair', 'shortRound', 'short * hair', 'short smooth * hair', 'neat * hair'),
  hair(
    'short wavy hair',
    'shortWaved',
    ...['short * hair', 'short wavy * hair', 'a * quiff', '* hair in a quiff'],
  ),
  {
    value: 'bald',
    option: 'sides',
    phrases: {
      adjective: ['bald', 'bald', 'balding'],
      has: ['a bald head', '* hair only at the sides'],
    },
    hides: ['hat colour'],
  },
  hair('buzz cut', 'theCaesar', 'a * buzz cut', 'very short * hair', 'cropped * hair'),
  hair(
    'buzz cut with a parting',
    'theCaesarAndSidePart',
    ...['a * buzz cut', 'very short * hair', 'cropped * hair', 'a * buzz cut with a parting'],
  ),
  hair('big long hair', 'bigHair', 'big * hair', 'voluminous * hair', 'long * hair'),
];
