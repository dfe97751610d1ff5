import { expect, it } from 'vitest';
import { unstatedWords } from './unstated-words.js';

const examples = [{ captions: ['A red hat', 'someone in green'] }, { captions: ['café-au-lait'] }];

it('finds words that no caption of the data has, whatever their case and accents are made of', () => {
  const captions = ['a RED bicycle and a bicycle', 'the cafe\u0301 is green', 'a hat, riding'];
  expect(unstatedWords(captions, examples)).toEqual(['bicycle', 'riding']);
});

it('leaves out what the encoder does not know, and words that say nothing of an image', () => {
  expect(unstatedWords(['with xqzt under a bicycle'], examples, (word) => word !== 'xqzt')).toEqual(
    ['bicycle'],
  );
  expect(unstatedWords(['🚲 42'], examples)).toEqual([]);
});
