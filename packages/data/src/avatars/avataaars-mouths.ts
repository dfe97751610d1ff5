import type { AvatarAttribute } from './avatar-style.js';

/** Mouths of Avataaars. */
export const mouth: AvatarAttribute = {
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
};
