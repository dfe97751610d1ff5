import type { AvatarAttribute } from './avatar-style.js';

/** Glasses of Avataaars, and an eye patch. */
export const glasses: AvatarAttribute = {
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
};

/** Eyebrows of Avataaars: those of its 13 that are easy to tell apart. */
export const eyebrows: AvatarAttribute = {
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
};

/** Beards of Avataaars. */
export const facialHair: AvatarAttribute = {
  name: 'facial hair',
  options: ['facialHair'],
  weight: 4,
  absent: 0.8,
  values: [
    {
      value: 'none',
      option: '',
      hides: ['hair colour'],
      phrases: { adjective: ['clean-shaven'], has: ['no beard', 'no facial hair'] },
    },
    {
      value: 'short beard',
      option: 'beardLight',
      phrases: {
        adjective: ['bearded'],
        has: ['a * beard', 'a short * beard', 'a trimmed * beard'],
      },
    },
    {
      value: 'full beard',
      option: 'beardMedium',
      phrases: { adjective: ['bearded'], has: ['a * beard', 'a full * beard'] },
    },
    {
      value: 'long beard',
      option: 'beardMajestic',
      phrases: {
        adjective: ['bearded'],
        has: ['a * beard', 'a long * beard', 'a big * beard', 'a bushy * beard'],
      },
    },
    {
      value: 'curled moustache',
      option: 'moustacheFancy',
      phrases: {
        has: ['a * moustache', 'a * mustache', 'a curled * moustache', 'a * handlebar mustache'],
      },
    },
    {
      value: 'thick moustache',
      option: 'moustacheMagnum',
      phrases: {
        has: ['a * moustache', 'a * mustache', 'a thick * moustache', 'a bushy * mustache'],
      },
    },
  ],
};
