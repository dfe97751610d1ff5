/**
 * SentencePiece pieces with their log probabilities, most probable first; the position is the token
 * id. The published file lost the scores of the seven pieces with a colon: null.
 */
export type Vocabulary = readonly (readonly [piece: string, score: number | null])[];

/** Ids below this are control symbols that no text maps to; id 0 stands for unknown characters. */
const reservedPieces = 6;
const unknownId = 0;
/** SentencePiece scores an unknown character this far below the rarest piece. */
const unknownPenalty = 10;
const wordStart = '\u2581';

/**
 * SentencePiece unigram tokenizer: the segmentation with the highest sum of log probabilities
 * (Viterbi; Kudo 2018, https://arxiv.org/abs/1804.10959), ids as the encoder's embedding table
 * wants them.
 */
export class SentencePieceTokenizer {
  readonly #pieces = new Map<string, { id: number; score: number }>();
  readonly #longestPiece: number;
  readonly #unknownScore: number;

  constructor(vocabulary: Vocabulary) {
    let longest = 1;
    let lowest = 0;
    let score = 0;
    for (const [id, [piece, ownScore]] of vocabulary.entries()) {
      if (id < reservedPieces) continue;
      // A lost score lies between those of its neighbours, which differ in the third digit.
      score = ownScore ?? score;
      this.#pieces.set(piece, { id, score });
      longest = Math.max(longest, [...piece].length);
      lowest = Math.min(lowest, score);
    }
    this.#longestPiece = longest;
    this.#unknownScore = lowest - unknownPenalty;
  }

  /** Token ids of a text; a run of unknown characters is one id 0. Blank text gives []. */
  encode(text: string): number[] {
    const normalized = text.normalize('NFKC').trim().replace(/\s+/gu, ' ');
    if (normalized === '') return [];
    const symbols = [...(wordStart + normalized.replaceAll(' ', wordStart))];
    return mergeUnknown(this.#bestPath(symbols));
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
      let piece = '';
      const last = Math.min(symbols.length, start + this.#longestPiece);
      for (let end = start + 1; end <= last; end++) {
        piece += symbols[end - 1]!;
        const found = this.#pieces.get(piece);
        if (found) offer(end, found.id, found.score);
      }
    }
    const ids: number[] = [];
    for (let end = symbols.length; end > 0; end = bestStart[end]!) ids.push(bestId[end]!);
    return ids.reverse();
  }
}

function mergeUnknown(ids: readonly number[]): number[] {
  return ids.filter((id, i) => id !== unknownId || ids[i - 1] !== unknownId);
}
