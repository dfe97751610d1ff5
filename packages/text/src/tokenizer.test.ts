import { EmbeddingsModel } from '@energetic-ai/embeddings';
import { describe, expect, it } from 'vitest';

import { readNpmModel } from './read-npm-model.js';
import { readVocabulary } from './sentence-model.js';
import { SentencePieceTokenizer, type Vocabulary } from './tokenizer.js';

const vocabulary = readVocabulary(await readNpmModel());
const tokenizer = new SentencePieceTokenizer(vocabulary);

describe('SentencePieceTokenizer', () => {
  it('splits as an independent implementation does', () => {
    const model = {} as never; // Only its tokenizer is used.
    const reference = new EmbeddingsModel({ vocabulary: vocabulary as never, model }).tokenizer;
    const texts = [
      'a police officer with dark skin tone',
      'A yellow smiling face with heart-eyes, on a white background.',
      'the flag of Bosnia & Herzegovina',
      'antidisestablishmentarianism 12345 e-mails!',
      "It's the dog's ﬁrst day; isn't it?",
      'a café in São Tomé',
    ];
    for (const text of texts) expect(tokenizer.encode(text)).toEqual(reference.encode(text));
  });

  it('finds the segmentation of highest probability, by trying all', () => {
    const pieces: Vocabulary = [
      ...['<unk>', '<s>', '</s>', '1', '2', '3'].map((piece) => [piece, 0] as const),
      ...[...'▁abc'].map((piece) => [piece, -5] as const),
      ['▁a', -4],
      ['ab', -6.5],
      ['bc', -3],
      ['▁ab', -9],
      ['abc', -8.2],
    ];
    const small = new SentencePieceTokenizer(pieces);
    const scoreOf = (ids: number[]) => ids.reduce((sum, id) => sum + pieces[id]![1]!, 0);
    const all = (text: string): number[][] =>
      text === ''
        ? [[]]
        : pieces.flatMap(([piece], id) =>
            id > 5 && text.startsWith(piece)
              ? all(text.slice(piece.length)).map((rest) => [id, ...rest])
              : [],
          );
    for (const text of ['abc', 'bcabc', 'cab', 'aabbcc', 'abcabc ab']) {
      const best = all(`▁${text.replace(' ', '▁')}`)
        .map(scoreOf)
        .sort((a, b) => b - a)[0];
      expect(scoreOf(small.encode(text))).toBeCloseTo(best!, 9);
    }
  });

  it('normalises blanks and compatibility forms', () => {
    expect(tokenizer.encode('  a\t red \n apple ')).toEqual(tokenizer.encode('a red apple'));
    expect(tokenizer.encode('ａ ｒｅｄ ａｐｐｌｅ')).toEqual(tokenizer.encode('a red apple'));
    expect(tokenizer.encode(' \n ')).toEqual([]);
  });

  it('maps a run of unknown characters to one id 0 and keeps the words around it', () => {
    const ids = tokenizer.encode('a 🦊🦊🦊 fox');
    expect(ids.filter((id) => id === 0)).toHaveLength(1);
    expect(ids.at(-1)).toBe(tokenizer.encode('a fox').at(-1));
  });

  it('returns how much of a text it does not know', () => {
    expect(tokenizer.unknownShare('A young woman, 30% taller & $5 richer!')).toBe(0);
    // Other scripts, even where the vocabulary has some of their letters one by one; emoji;
    // invisible characters.
    const foreign = [
      '一只红色的小鸟',
      'красная птица',
      'κόκκινο πουλί',
      'طائر أحمر',
      'लाल',
      '🚗 🦊',
    ];
    for (const text of [...foreign, '…!?', '\u200b', ''])
      expect(tokenizer.unknownShare(text)).toBe(1);
    expect(tokenizer.unknownShare('red 红色的')).toBe(1 / 2);
    expect(tokenizer.unknownShare('a 🦊')).toBe(1 / 2);
    expect(tokenizer.unknownShare('a fox 🦊')).toBe(1 / 5);
    expect(tokenizer.unknownShare('cafe\u0301 ｒｅｄ')).toBe(1 / 7);
    expect(tokenizer.unknownShare('a \uFFFD\uFFFD b')).toBe(1 / 2);
  });

  it('splits into words only where no piece reaches into the next', () => {
    const pieces = [...['<unk>', '<s>', '</s>', '1', '2', '3', '▁a', '▁b'], '▁a▁b'];
    const phrases = new SentencePieceTokenizer(pieces.map((piece, id) => [piece, -id]));
    expect(phrases.encode('a b a')).toEqual([8, 6]);
  });

  it('prefers a known word over the colon that the published file gave no score', () => {
    const pieces = tokenizer.encode('flag: Iran').map((id) => vocabulary[id]![0]);
    expect(pieces).toEqual(['▁flag', ':', '▁Iran']);
  });
});
