/**
 * SentencePiece pieces with their log probabilities, most probable first; the position is the token
 * id. In the published file the scores of the seven pieces with a colon are lost; they are null.
 */
export type Vocabulary = readonly (readonly [piece: string, score: number | null])[];

/** Ids below this are control symbols, which no text maps to; id 0 means unknown characters. */
const reservedPieces = 6;
const unknownId = 0;
/** How far below the rarest piece SentencePiece scores an unknown character. */
const unknownPenalty = 10;
const wordStart = '\u2581';
/** How many words' ids are cached: a few megabytes at most. */
const mostKnownWords = 50_000;

/** A node of the prefix tree of all pieces, with id and score where a piece ends. */
interface PrefixNode {
  readonly next: Map<string, PrefixNode>;
  piece?: { readonly id: number; readonly score: number };
}

/**
 * SentencePiece unigram tokenizer: the segmentation with the highest sum of log probabilities
 * (Viterbi; Kudo 2018, https://arxiv.org/abs/1804.10959). Ids are rows of the encoder's embedding
 * table.
 */
export class SentencePieceTokenizer {
  readonly #root: PrefixNode = { next: new Map() };
  readonly #unknownScore: number;
  /** Ids of words seen before; captions share many words. */
  readonly #known = new Map<string, readonly number[]>();
  /** The characters that pieces spell words with. */
  readonly #readable = new Set<string>();
  /** Whether words can be encoded one by one, since no piece reaches across two words. */
  readonly #splitsWords: boolean;

  constructor(vocabulary: Vocabulary) {
    let lowest = 0;
    let score = 0;
    for (const [id, [piece, ownScore]] of vocabulary.entries()) {
      if (id < reservedPieces) continue;
      // A lost score lies between those of its neighbours, which differ in the third digit.
      score = ownScore ?? score;
      lowest = Math.min(lowest, score);
      this.#insert(piece, { id, score });
      const symbols = [...piece].filter((symbol) => symbol !== wordStart);
      const isLetterAlone = symbols.length === 1 && letter.test(symbols[0]!);
      if (!isLetterAlone) for (const symbol of symbols) this.#readable.add(symbol);
    }
    this.#unknownScore = lowest - unknownPenalty;
    this.#splitsWords = vocabulary.every(([piece]) => piece.lastIndexOf(wordStart) <= 0);
  }

  /** Token ids of a text; a run of unknown characters becomes one 0. Blank text gives []. */
  encode(text: string): number[] {
    const normalized = normalize(text);
    if (normalized === '') return [];
    const words = this.#splitsWords ? normalized.split(' ') : [normalized];
    return mergeUnknown(words.flatMap((word) => this.#encodeWord(word)));
  }

  /**
   * Share of letters, digits and symbols that the vocabulary does not know, 0 to 1; 1 for a text
   * that has none of them, such as punctuation alone. A letter counts as known only if it occurs
   * together with another one in some piece: the vocabulary has single letters of other scripts,
   * which spell no words.
   */
  unknownShare(text: string): number {
    const meaningful = normalize(text).match(/[\p{L}\p{N}\p{S}]/gu);
    if (!meaningful) return 1;
    const unknown = meaningful.filter((symbol) => !this.#readable.has(symbol));
    return unknown.length / meaningful.length;
  }

  #encodeWord(word: string): readonly number[] {
    const known = this.#known.get(word);
    if (known) return known;
    const ids = this.#bestPath([...(wordStart + word.replaceAll(' ', wordStart))]);
    if (this.#known.size >= mostKnownWords) this.#known.clear();
    this.#known.set(word, ids);
    return ids;
  }

  #insert(text: string, piece: NonNullable<PrefixNode['piece']>): void {
    let node = this.#root;
    for (const symbol of text) {
      let next = node.next.get(symbol);
      if (!next) node.next.set(symbol, (next = { next: new Map() }));
      node = next;
    }
    node.piece = piece;
  }

  #bestPath(symbols: readonly string[]): number[] {
    // bestScore[i] is the score of the best segmentation of the first i symbols.
    const bestScore = new Float64Array(symbols.length + 1).fill(-Infinity);
    const bestId = new Int32Array(symbols.length + 1);
    const bestStart = new Int32Array(symbols.length + 1);
    bestScore[0] = 0;
    for (let start = 0; start < symbols.length; start++) {
      const offer = (end: number, id: number, score: number): void => {
        const total = bestScore[start]! + score;
        if (total <= bestScore[end]!) return;
        bestScore[end] = total;
        bestId[end] = id;
        bestStart[end] = start;
      };
      offer(start + 1, unknownId, this.#unknownScore);
      let node: PrefixNode | undefined = this.#root;
      for (let end = start; end < symbols.length; end++) {
        node = node.next.get(symbols[end]!);
        if (!node) break;
        if (node.piece) offer(end + 1, node.piece.id, node.piece.score);
      }
    }
    const ids: number[] = [];
    for (let end = symbols.length; end > 0; end = bestStart[end]!) ids.push(bestId[end]!);
    return ids.reverse();
  }
}

const letter = /\p{L}/u;

/** Unicode's NFKC with runs of blanks joined. */
const normalize = (text: string): string => text.normalize('NFKC').trim().replace(/\s+/gu, ' ');

function mergeUnknown(ids: readonly number[]): number[] {
  return ids.filter((id, i) => id !== unknownId || ids[i - 1] !== unknownId);
}
