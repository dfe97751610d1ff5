import type { AvatarStyle, AvatarValue, Phrases } from './avatar-style.js';

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

/** A style with what its words mean, gathered once. */
export class AvatarLexicon {
  readonly #phrases = new Map<AvatarValue, readonly Phrase[]>();
  /** Values by attribute and by word or phrase. */
  readonly #meanings = new Map<string, Map<string, string[]>>();

  constructor(readonly style: AvatarStyle) {
    for (const { name, values } of style.attributes) {
      const meanings = new Map<string, string[]>();
      this.#meanings.set(name, meanings);
      for (const value of values) {
        const phrases = listPhrases(value.phrases);
        this.#phrases.set(value, phrases);
        for (const text of new Set([...phrases.map((one) => one.text), ...(value.words ?? [])])) {
          meanings.set(text, [...(meanings.get(text) ?? []), value.value]);
        }
      }
    }
  }

  phrases(value: AvatarValue): readonly Phrase[] {
    return this.#phrases.get(value)!;
  }

  /** Every value that the same is said of: `brown` hair may be dark brown, `short hair` is said of six styles. */
  meaning(attribute: string, text: string): readonly string[] {
    return this.#meanings.get(attribute)!.get(text)!;
  }
}
