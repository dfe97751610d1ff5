import { clothes, clothesColour, shirtPrint } from './avataaars-clothes.js';
import { fabricColours, hairColours, skinColours } from './avataaars-colours.js';
import { eyes } from './avataaars-eyes.js';
import { eyebrows, facialHair, glasses } from './avataaars-face.js';
import { mouth } from './avataaars-mouths.js';
import { tops } from './avataaars-tops.js';
import type { AvatarStyle } from './avatar-style.js';

/**
 * Avataaars by Pablo Stanley: heads and shoulders, 34 kinds of hair and hats. The names of values
 * are not DiceBear's.
 */
export const avataaars: AvatarStyle = {
  name: 'avataaars',
  package: '@dicebear/avataaars',
  load: () => import('@dicebear/avataaars'),
  licence: 'free for personal and commercial use',
  author:
    'Avataaars by Pablo Stanley (https://avataaars.com), free for personal and commercial use',
  classes: 'hair or hat',
  heldOut: [
    ['hair or hat', 'hair colour'],
    ['clothes', 'clothes colour'],
    ['hair colour', 'skin colour'],
    ['hair or hat', 'glasses'],
  ],
  fixed: {
    backgroundColor: ['ffffff'],
    accessoriesColor: ['262e33'],
    style: ['default'],
    base: ['default'],
    nose: ['default'],
  },
  nouns: [
    {
      nouns: ['man', 'guy'],
      of: 'facial hair',
      values: ['short beard', 'full beard', 'long beard', 'curled moustache', 'thick moustache'],
    },
    {
      nouns: ['man', 'guy'],
      of: 'hair or hat',
      values: [
        'bald',
        'buzz cut',
        'buzz cut with a parting',
        'short curly hair',
        'short spiky hair',
        'short smooth hair',
        'short wavy hair',
        'short dreadlocks',
        'turban',
      ],
    },
    {
      nouns: ['woman', 'girl'],
      of: 'hair or hat',
      values: [
        'bob',
        'bob with bangs',
        'bun',
        'flowers in the hair',
        'hijab',
        'long straight hair',
        'long hair over one shoulder',
        'long hair with a side fringe',
        'long wavy hair',
        'big long hair',
      ],
      unless: {
        'facial hair': [
          'short beard',
          'full beard',
          'long beard',
          'curled moustache',
          'thick moustache',
        ],
      },
    },
  ],
  attributes: [
    {
      name: 'skin colour',
      options: ['skinColor'],
      weight: 3,
      values: skinColours,
      alone: { has: ['* skin', '* skin'], adjective: ['*-skinned'] },
    },
    { name: 'hair or hat', options: ['top'], weight: 4, values: tops },
    {
      name: 'hair colour',
      options: ['hairColor', 'facialHairColor'],
      weight: 4,
      of: ['hair or hat', 'facial hair'],
      values: hairColours,
      alone: { has: ['* hair'], adjective: ['*-haired'] },
    },
    {
      name: 'hat colour',
      options: ['hatColor'],
      weight: 3,
      of: ['hair or hat'],
      values: fabricColours,
    },
    clothes,
    clothesColour,
    shirtPrint,
    glasses,
    mouth,
    eyes,
    eyebrows,
    facialHair,
  ],
};
