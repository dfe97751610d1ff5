import type { AvatarAttribute, Phrases } from './avatar-style.js';

/** The parts that a phrase can be in a sentence. */
export type PhraseKind = keyof Phrases;

/** A phrase, still with its `*`. */
export interface Phrase {
  readonly kind: PhraseKind;
  readonly text: string;
}

/** All phrases of a list, in the order of the table. */
export const listPhrases = (phrases: Phrases = {}): Phrase[] =>
  (Object.entries(phrases) as [PhraseKind, readonly string[]][]).flatMap(([kind, texts]) =>
    texts.map((text) => ({ kind, text })),
  );

/** Every value of which the same is said: `short hair` is said of six. */
export const meaningOfPhrase = ({ values }: AvatarAttribute, text: string): string[] =>
  values
    .filter(({ phrases }) => listPhrases(phrases).some((phrase) => phrase.text === text))
    .map(({ value }) => value);

/** Every value that has the same word: `brown` hair may be dark brown. */
export const meaningOfWord = ({ values }: AvatarAttribute, word: string): string[] =>
  values.filter(({ words = [] }) => words.includes(word)).map(({ value }) => value);
