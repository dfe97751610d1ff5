import type { AvatarAttribute } from './avatar-style.js';

/** Eyes of Avataaars; captions do not mention plain ones. */
export const eyes: AvatarAttribute = {
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
};
