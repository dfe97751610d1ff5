import { fabricColours } from './avataaars-colours.js';
import type { AvatarAttribute } from './avatar-style.js';

const noPrint = ['shirt print'];

/** Clothes of Avataaars; kinds that look alike share phrases. */
export const clothes: AvatarAttribute = {
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
};

/** All fabric colours except peach: DiceBear has it for hats only. */
export const clothesColour: AvatarAttribute = {
  name: 'clothes colour',
  options: ['clothesColor'],
  weight: 4,
  of: ['clothes'],
  values: fabricColours.filter(({ value }) => value !== 'peach'),
  alone: { wears: ['* clothes', 'a * top'], does: ['dressed in *'] },
};

/** Prints on T-shirts of Avataaars. */
export const shirtPrint: AvatarAttribute = {
  name: 'shirt print',
  options: ['clothingGraphic'],
  weight: 3,
  of: ['clothes'],
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
};
