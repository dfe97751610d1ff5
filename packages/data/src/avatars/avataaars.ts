import { hairColours, fabricColours, skinColours } from './avataaars-colours.js';
import { tops } from './avataaars-tops.js';
import type { AvatarStyle } from './avatar-style.js';

const noPrint = ['shirt print'];

/** Avataaars by Pablo Stanley: head and shoulders, 34 kinds of hair and hats. Names of values are ours. */
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
      of: 'hair or hat',
      values: hairColours,
      alone: { has: ['* hair'], adjective: ['*-haired'] },
    },
    {
      name: 'hat colour',
      options: ['hatColor'],
      weight: 3,
      of: 'hair or hat',
      values: fabricColours,
    },
    {
      name: 'clothes',
      options: ['clothing'],
      weight: 4,
      values: [
        {
          value: 'blazer over a T-shirt',
          option: 'blazerAndShirt',
          hides: noPrint,
          phrases: {
            wears: ['a * blazer', 'a * jacket', 'a * blazer over a t-shirt', 'a * suit jacket'],
          },
        },
        {
          value: 'blazer over a sweater',
          option: 'blazerAndSweater',
          hides: noPrint,
          phrases: {
            wears: ['a * blazer', 'a * jacket', 'a * blazer over a sweater', 'a * suit jacket'],
          },
        },
        {
          value: 'sweater with a collar',
          option: 'collarAndSweater',
          hides: noPrint,
          phrases: {
            wears: [
              'a * sweater',
              'a * jumper',
              'a * pullover',
              'a * sweater with a collar',
              'a * sweater over a collared shirt',
            ],
          },
        },
        {
          value: 'T-shirt with a print',
          option: 'graphicShirt',
          phrases: { wears: ['a * t-shirt', 'a * tee', 'a * shirt'] },
        },
        {
          value: 'hoodie',
          option: 'hoodie',
          hides: noPrint,
          phrases: { wears: ['a * hoodie', 'a * hoodie', 'a * hooded sweatshirt'] },
        },
        {
          value: 'overalls',
          option: 'overall',
          hides: noPrint,
          phrases: { wears: ['* overalls', '* overalls', '* dungarees'] },
        },
        {
          value: 'crew-neck shirt',
          option: 'shirtCrewNeck',
          hides: noPrint,
          phrases: { wears: ['a * shirt', 'a * t-shirt', 'a * tee', 'a * crew-neck shirt'] },
        },
        {
          value: 'scoop-neck shirt',
          option: 'shirtScoopNeck',
          hides: noPrint,
          phrases: {
            wears: ['a * shirt', 'a * t-shirt', 'a * scoop-neck shirt', 'a * low-cut shirt'],
          },
        },
        {
          value: 'V-neck shirt',
          option: 'shirtVNeck',
          hides: noPrint,
          phrases: { wears: ['a * shirt', 'a * t-shirt', 'a * v-neck', 'a * v-neck shirt'] },
        },
      ],
    },
    {
      name: 'clothes colour',
      options: ['clothesColor'],
      weight: 4,
      of: 'clothes',
      // DiceBear has no clothes of that colour, only hats.
      values: fabricColours.filter(({ value }) => value !== 'peach'),
      alone: { wears: ['* clothes', 'a * top'], does: ['dressed in *'] },
    },
    {
      name: 'shirt print',
      options: ['clothingGraphic'],
      weight: 3,
      of: 'clothes',
      after: ['with * on it', 'with * on the front', 'with a print of *', 'with * on the chest'],
      values: [
        { value: 'bat', option: 'bat', words: ['a bat'] },
        { value: 'bear', option: 'bear', words: ['a bear', "a bear's head"] },
        { value: 'the word cumbia', option: 'cumbia', words: ['the word cumbia'] },
        { value: 'deer', option: 'deer', words: ['a deer', "a deer's head"] },
        { value: 'diamond', option: 'diamond', words: ['a diamond'] },
        { value: 'the word hola', option: 'hola', words: ['the word hola', 'a speech bubble'] },
        { value: 'pizza', option: 'pizza', words: ['a slice of pizza', 'a pizza'] },
        { value: 'the word resist', option: 'resist', words: ['the word resist'] },
        { value: 'skull', option: 'skull', words: ['a skull', 'a white skull'] },
        { value: 'outlined skull', option: 'skullOutline', words: ['a skull', 'a drawn skull'] },
      ],
    },
    {
      name: 'glasses',
      options: ['accessories'],
      weight: 4,
      absent: 0.5,
      values: [
        { value: 'none', option: '', phrases: { has: ['no glasses'] } },
        {
          value: 'thick-rimmed rounded glasses',
          option: 'prescription01',
          phrases: { wears: ['glasses', 'thick-rimmed glasses', 'thick-rimmed rounded glasses'] },
        },
        {
          value: 'rectangular glasses',
          option: 'prescription02',
          phrases: {
            wears: ['glasses', 'thick-rimmed glasses', 'rectangular glasses', 'square glasses'],
          },
        },
        {
          value: 'round glasses',
          option: 'round',
          phrases: { wears: ['glasses', 'round glasses', 'big round glasses', 'round glasses'] },
        },
        {
          value: 'oversized sunglasses',
          option: 'kurt',
          hides: ['eyes', 'eyebrows'],
          phrases: { wears: ['sunglasses', 'dark sunglasses', 'oversized sunglasses', 'shades'] },
        },
        {
          value: 'sunglasses',
          option: 'sunglasses',
          hides: ['eyes'],
          phrases: { wears: ['sunglasses', 'rounded sunglasses', 'shades'] },
        },
        {
          value: 'wayfarer sunglasses',
          option: 'wayfarers',
          hides: ['eyes'],
          phrases: { wears: ['sunglasses', 'wayfarers', 'wayfarer sunglasses', 'shades'] },
        },
        {
          value: 'eye patch',
          option: 'eyepatch',
          hides: ['eyes'],
          phrases: {
            wears: ['an eye patch', 'an eyepatch', 'a black eye patch'],
            has: ['a patch over one eye', 'an eye patch'],
          },
        },
      ],
    },
    {
      name: 'mouth',
      options: ['mouth'],
      weight: 2.5,
      values: [
        {
          value: 'big smile',
          option: 'smile',
          phrases: {
            adjective: ['smiling', 'laughing'],
            has: ['a big smile', 'a broad smile', 'a smile'],
            does: ['smiling', 'laughing'],
          },
        },
        {
          value: 'slight smile',
          option: 'twinkle',
          phrases: {
            adjective: ['smiling'],
            has: ['a slight smile', 'a gentle smile', 'a smile'],
            does: ['smiling', 'smiling slightly'],
          },
        },
        {
          value: 'small open mouth',
          option: 'default',
          phrases: { has: ['a small open mouth', 'an open mouth'], does: ['talking'] },
        },
        {
          value: 'straight mouth',
          option: 'serious',
          phrases: {
            adjective: ['serious'],
            has: ['a straight face', 'a serious look'],
            does: ['looking serious', 'not smiling'],
          },
        },
        {
          value: 'frown',
          option: 'sad',
          phrases: {
            adjective: ['sad', 'frowning'],
            has: ['a frown', 'a sad mouth'],
            does: ['frowning', 'looking sad'],
          },
        },
        {
          value: 'open frown',
          option: 'disbelief',
          phrases: {
            adjective: ['dismayed'],
            has: ['a downturned open mouth'],
            does: ['looking dismayed', 'looking upset'],
          },
        },
        {
          value: 'worried mouth',
          option: 'concerned',
          phrases: {
            adjective: ['worried', 'concerned'],
            has: ['a worried mouth', 'a worried look'],
            does: ['looking worried', 'looking concerned'],
          },
        },
        {
          value: 'bared teeth',
          option: 'grimace',
          phrases: {
            adjective: ['grimacing'],
            has: ['bared teeth', 'clenched teeth'],
            does: ['grimacing', 'baring their teeth', 'clenching their teeth'],
          },
        },
        {
          value: 'scream',
          option: 'screamOpen',
          phrases: {
            adjective: ['screaming'],
            has: ['a wide open mouth', 'an open mouth'],
            does: ['screaming', 'shouting', 'yelling'],
          },
        },
        {
          value: 'tongue out',
          option: 'tongue',
          phrases: {
            has: ['their tongue out', 'their tongue sticking out'],
            does: ['sticking out their tongue', 'sticking their tongue out'],
          },
        },
        {
          value: 'full cheeks',
          option: 'eating',
          phrases: {
            has: ['full cheeks', 'puffed rosy cheeks'],
            does: ['eating', 'chewing'],
          },
        },
        {
          value: 'vomit',
          option: 'vomit',
          phrases: { adjective: ['vomiting'], does: ['vomiting', 'throwing up', 'being sick'] },
        },
      ],
    },
    {
      name: 'eyes',
      options: ['eyes'],
      weight: 1.8,
      values: [
        { value: 'plain eyes', option: 'default' },
        {
          value: 'closed eyes',
          option: 'closed',
          phrases: { has: ['closed eyes', 'their eyes closed'] },
        },
        {
          value: 'tear',
          option: 'cry',
          phrases: {
            adjective: ['crying', 'tearful'],
            has: ['a tear', 'a tear under one eye'],
            does: ['crying', 'shedding a tear'],
          },
        },
        {
          value: 'rolled eyes',
          option: 'eyeRoll',
          phrases: { has: ['rolled eyes'], does: ['rolling their eyes', 'looking up'] },
        },
        {
          value: 'happy eyes',
          option: 'happy',
          phrases: { has: ['happy eyes', 'laughing eyes', 'cheerful eyes'] },
        },
        {
          value: 'heart eyes',
          option: 'hearts',
          phrases: {
            has: ['heart eyes', 'heart-shaped eyes', 'hearts for eyes', 'red heart eyes'],
          },
        },
        {
          value: 'sideways glance',
          option: 'side',
          phrases: {
            has: ['a sideways glance'],
            does: ['looking to the side', 'looking sideways', 'glancing sideways'],
          },
        },
        {
          value: 'squinting eyes',
          option: 'squint',
          phrases: { has: ['narrowed eyes', 'squinting eyes'], does: ['squinting'] },
        },
        {
          value: 'wide eyes',
          option: 'surprised',
          phrases: { has: ['wide eyes', 'wide open eyes', 'big round eyes'], does: ['staring'] },
        },
        {
          value: 'wink',
          option: 'wink',
          phrases: { adjective: ['winking'], has: ['one eye closed'], does: ['winking'] },
        },
        {
          value: 'wacky wink',
          option: 'winkWacky',
          phrases: {
            adjective: ['winking'],
            has: ['one eye closed', 'one eye closed and one wide open', 'a wacky wink'],
            does: ['winking'],
          },
        },
        {
          value: 'crossed-out eyes',
          option: 'xDizzy',
          phrases: {
            adjective: ['dizzy'],
            has: ['crosses for eyes', 'x-shaped eyes', 'crossed-out eyes'],
            does: ['looking dizzy'],
          },
        },
      ],
    },
    {
      name: 'eyebrows',
      options: ['eyebrows'],
      weight: 0.6,
      values: [
        { value: 'plain eyebrows', option: 'defaultNatural' },
        {
          value: 'angry eyebrows',
          option: 'angryNatural',
          phrases: { has: ['angry eyebrows', 'eyebrows drawn together'] },
        },
        { value: 'flat eyebrows', option: 'flatNatural', phrases: { has: ['flat eyebrows'] } },
        {
          value: 'raised eyebrows',
          option: 'raisedExcitedNatural',
          phrases: { has: ['raised eyebrows'] },
        },
        {
          value: 'worried eyebrows',
          option: 'sadConcernedNatural',
          phrases: { has: ['worried eyebrows', 'sad eyebrows'] },
        },
        {
          value: 'one raised eyebrow',
          option: 'upDownNatural',
          phrases: { has: ['one raised eyebrow', 'uneven eyebrows'] },
        },
      ],
    },
    {
      name: 'facial hair',
      options: ['facialHair'],
      weight: 4,
      absent: 0.8,
      values: [
        {
          value: 'none',
          option: '',
          phrases: { adjective: ['clean-shaven'], has: ['no beard', 'no facial hair'] },
        },
        {
          value: 'short beard',
          option: 'beardLight',
          phrases: {
            adjective: ['bearded'],
            has: ['a beard', 'a short beard', 'a trimmed beard'],
          },
        },
        {
          value: 'full beard',
          option: 'beardMedium',
          phrases: { adjective: ['bearded'], has: ['a beard', 'a full beard'] },
        },
        {
          value: 'long beard',
          option: 'beardMajestic',
          phrases: {
            adjective: ['bearded'],
            has: ['a beard', 'a long beard', 'a big beard', 'a bushy beard'],
          },
        },
        {
          value: 'curled moustache',
          option: 'moustacheFancy',
          phrases: {
            has: ['a moustache', 'a mustache', 'a curled moustache', 'a handlebar mustache'],
          },
        },
        {
          value: 'thick moustache',
          option: 'moustacheMagnum',
          phrases: {
            has: ['a moustache', 'a mustache', 'a thick moustache', 'a bushy mustache'],
          },
        },
      ],
    },
  ],
};
