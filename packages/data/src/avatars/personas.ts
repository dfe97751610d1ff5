import type { AvatarStyle, AvatarValue, Phrases } from './avatar-style.js';

const colour = (value: string, option: string, ...words: string[]): AvatarValue => ({
  value,
  option,
  words: [value, ...words],
});

const hair = (value: string, option: string, ...has: string[]): AvatarValue => ({
  value,
  option,
  phrases: { has },
});

/** A value that hides the hair colour: hair hardly shows, and a hat has a fixed colour. */
const bare = (value: string, option: string, phrases: Phrases): AvatarValue => ({
  value,
  option,
  phrases,
  hides: ['hair colour'],
});

const beards = ['full beard', 'moustache', 'walrus moustache', 'goatee', 'stubble', 'soul patch'];

/** Personas by Draftbit: heads and shoulders in few strong colours, 20 kinds of hair and hats. */
export const personas: AvatarStyle = {
  name: 'personas',
  package: '@dicebear/personas',
  load: () => import('@dicebear/personas'),
  licence: 'CC-BY-4.0',
  author:
    'Personas by Draftbit (https://personas.draftbit.com), CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)',
  classes: 'hair or hat',
  heldOut: [
    ['hair or hat', 'hair colour'],
    ['clothes', 'clothes colour'],
    ['hair colour', 'skin colour'],
    ['hair or hat', 'eyes or glasses'],
  ],
  fixed: { backgroundColor: ['ffffff'], nose: ['mediumRound'] },
  nouns: [
    { nouns: ['man', 'guy'], of: 'facial hair', values: beards },
    {
      nouns: ['man', 'guy'],
      of: 'hair or hat',
      values: ['short hair combed over', 'fade', 'bald', 'balding', 'buzz cut', 'cap'],
    },
    {
      nouns: ['woman', 'girl'],
      of: 'hair or hat',
      values: ['long hair', 'very long hair', 'bob', 'bob with bangs', 'pigtails', 'bun'],
      unless: { 'facial hair': beards },
    },
  ],
  attributes: [
    {
      name: 'skin colour',
      options: ['skinColor'],
      weight: 3,
      values: [
        colour('pale', 'eeb4a4', 'fair', 'light'),
        colour('rosy', 'e7a391', 'light', 'pink'),
        colour('peach', 'e5a07e', 'light', 'beige'),
        colour('tan', 'd78774'),
        colour('brown', 'b16a5b', 'light brown'),
        colour('dark brown', '92594b', 'brown', 'dark'),
        colour('very dark', '623d36', 'dark', 'black'),
      ],
      alone: { has: ['* skin', '* skin'], adjective: ['*-skinned'] },
    },
    {
      name: 'hair or hat',
      options: ['hair'],
      weight: 4,
      values: [
        hair('long hair', 'long', 'long * hair', 'straight * hair'),
        hair('very long hair', 'extraLong', 'long * hair', 'very long * hair'),
        hair('hair shaved on one side', 'sideShave', '* hair shaved on one side'),
        hair('short hair combed over', 'shortCombover', 'short * hair', 'a * comb-over'),
        hair(
          'short hair with sideburns',
          'shortComboverChops',
          ...['short * hair', '* hair with sideburns', 'short * hair with long sideburns'],
        ),
        hair('curly high top', 'curlyHighTop', 'curly * hair', 'a * high top', 'short * curls'),
        hair('bob', 'bobCut', 'a * bob', 'chin-length * hair'),
        hair('bob with bangs', 'bobBangs', 'a * bob', 'a * bob with bangs'),
        hair('big curly hair', 'curly', 'curly * hair', 'big curly * hair', 'a * afro'),
        hair('pigtails', 'pigtails', '* pigtails', '* hair in pigtails'),
        hair('curly bun', 'curlyBun', 'a curly * bun', '* hair in a bun', '* curls tied up'),
        hair('bun', 'straightBun', 'a * bun', '* hair in a bun', 'a * bun with a headband'),
        hair('bun with an undercut', 'bunUndercut', 'a * topknot', 'a * bun and shaved sides'),
        hair('fade', 'fade', 'a * fade', 'short * hair', '* hair with faded sides'),
        hair('mohawk', 'mohawk', 'a * mohawk', 'a * tuft of hair on top'),
        hair('balding', 'balding', '* hair only on the sides', 'thinning * hair'),
        bare('buzz cut', 'buzzcut', { has: ['a buzz cut', 'shaved hair'] }),
        bare('bald', 'bald', { adjective: ['bald'], has: ['a bald head'] }),
        bare('cap', 'cap', { wears: ['a cap', 'an orange cap', 'a baseball cap'] }),
        bare('beanie', 'beanie', { wears: ['a beanie', 'a red beanie'] }),
      ],
    },
    {
      name: 'hair colour',
      options: ['hairColor'],
      weight: 4,
      of: ['hair or hat', 'facial hair'],
      values: [
        colour('black', '362c47', 'dark', 'dark purple'),
        colour('brown', '6c4545', 'dark', 'dark brown'),
        colour('red', 'e15c66', 'bright red'),
        colour('pink', 'e16381'),
        colour('ginger', 'f27d65', 'orange', 'coral'),
        colour('light orange', 'f29c65', 'orange', 'strawberry blonde'),
        colour('white', 'dee1f5', 'silver', 'grey', 'gray'),
      ],
      alone: { has: ['* hair'], adjective: ['*-haired'] },
    },
    {
      name: 'clothes',
      options: ['body'],
      weight: 2,
      values: [
        {
          value: 'shirt with square shoulders',
          option: 'squared',
          phrases: { wears: ['a * shirt', 'a * top', 'a plain * shirt'] },
        },
        {
          value: 'shirt with round shoulders',
          option: 'rounded',
          phrases: { wears: ['a * shirt', 'a * top', 'a plain * shirt'] },
        },
        {
          value: 'narrow wrapped top',
          option: 'small',
          phrases: { wears: ['a narrow * top', 'a * top', 'a * wrap top'] },
        },
        {
          value: 'checked shirt',
          option: 'checkered',
          phrases: { wears: ['a * checked shirt', 'a * plaid shirt', 'a * shirt'] },
        },
      ],
    },
    {
      name: 'clothes colour',
      options: ['clothingColor'],
      weight: 4,
      of: ['clothes'],
      values: [
        colour('blue', '456dff', 'bright blue'),
        colour('turquoise', '54d7c7', 'teal', 'mint'),
        colour('purple', '7555ca', 'violet'),
        colour('green', '6dbb58'),
        colour('red', 'e24553'),
        colour('yellow', 'f3b63a', 'mustard', 'golden'),
        colour('pink', 'f55d81', 'hot pink'),
      ],
      alone: { wears: ['* clothes'], does: ['dressed in *'] },
    },
    {
      name: 'eyes or glasses',
      options: ['eyes'],
      weight: 3,
      values: [
        { value: 'plain eyes', option: 'open' },
        {
          value: 'closed eyes',
          option: 'sleep',
          phrases: { has: ['closed eyes', 'their eyes closed'], does: ['sleeping'] },
        },
        {
          value: 'wink',
          option: 'wink',
          phrases: { adjective: ['winking'], has: ['one eye closed'], does: ['winking'] },
        },
        { value: 'happy eyes', option: 'happy', phrases: { has: ['happy eyes', 'laughing eyes'] } },
        {
          value: 'glasses',
          option: 'glasses',
          phrases: { wears: ['glasses', 'black glasses', 'square glasses'] },
        },
        {
          value: 'sunglasses',
          option: 'sunglasses',
          phrases: { wears: ['sunglasses', 'dark glasses', 'shades'] },
        },
      ],
    },
    {
      name: 'mouth',
      options: ['mouth'],
      weight: 2.5,
      values: [
        {
          value: 'smile',
          option: 'smile',
          phrases: {
            adjective: ['smiling'],
            has: ['a smile', 'a gentle smile'],
            does: ['smiling'],
          },
        },
        {
          value: 'big smile',
          option: 'bigSmile',
          phrases: {
            adjective: ['smiling', 'laughing'],
            has: ['a smile', 'a big smile'],
            does: ['smiling', 'laughing'],
          },
        },
        {
          value: 'smirk',
          option: 'smirk',
          phrases: { adjective: ['smirking'], has: ['a smirk'], does: ['smirking'] },
        },
        {
          value: 'frown',
          option: 'frown',
          phrases: { adjective: ['sad', 'frowning'], has: ['a frown'], does: ['frowning'] },
        },
        {
          value: 'open mouth',
          option: 'surprise',
          phrases: {
            adjective: ['surprised'],
            has: ['an open mouth', 'a round open mouth'],
            does: ['looking surprised'],
          },
        },
        {
          value: 'pacifier',
          option: 'pacifier',
          phrases: { has: ['a pacifier', 'a pacifier in their mouth', 'a blue pacifier'] },
        },
        { value: 'pink lips', option: 'lips', phrases: { has: ['pink lips', 'full lips'] } },
      ],
    },
    {
      name: 'facial hair',
      options: ['facialHair'],
      weight: 4,
      absent: 0.75,
      values: [
        {
          value: 'none',
          option: '',
          hides: ['hair colour'],
          phrases: { adjective: ['clean-shaven'], has: ['no beard', 'no facial hair'] },
        },
        {
          value: 'full beard',
          option: 'beardMustache',
          hides: ['mouth'],
          phrases: { adjective: ['bearded'], has: ['a * beard', 'a full * beard'] },
        },
        {
          value: 'moustache',
          option: 'pyramid',
          phrases: { has: ['a * moustache', 'a * mustache'] },
        },
        {
          value: 'walrus moustache',
          option: 'walrus',
          phrases: { has: ['a * moustache', 'a * mustache', 'a * walrus moustache'] },
        },
        { value: 'goatee', option: 'goatee', phrases: { has: ['a * goatee'] } },
        {
          value: 'stubble',
          option: 'shadow',
          hides: ['hair colour'],
          phrases: { has: ['stubble', 'a stubbly beard'] },
        },
        { value: 'soul patch', option: 'soulPatch', phrases: { has: ['a * soul patch'] } },
      ],
    },
  ],
};
