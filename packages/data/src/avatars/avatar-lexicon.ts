import type { AvatarStyle, AvatarValue, Phrases } from './avatar-style.js';

/** The grammatical parts that a phrase can be. */
export type PhraseKind = keyof Phrases;

/** A phrase with its placeholder `*`. */
export interface Phrase {
  readonly kind: PhraseKind;
  readonly text: string;
}

/** All phrases of a table, in its order. */
export const listPhrases = (phrases: Phrases = {}): Phrase[] =>
  (Object.entries(phrases) as [PhraseKind, readonly string[]][]).flatMap(([kind, texts]) =>
    texts.map((text) => ({ kind, text })),
  );

/** The vocabulary of a style: its phrases, and the values that words can mean. */
export class AvatarLexicon {
  readonly #phrases = new Map<AvatarValue, readonly Phrase[]>();
  /** Values by attribute, then by word or phrase. */
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

  /**
   * All values that a text can mean: `brown` hair may be dark brown, `short hair` is one of six
   * styles.
   */
  meaning(attribute: string, text: string): readonly string[] {
    return this.#meanings.get(attribute)!.get(text)!;
  }
}
