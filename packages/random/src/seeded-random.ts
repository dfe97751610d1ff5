import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

import { RandomError } from './errors.js';
import { mixWords } from './mix.js';
import { validateRandomState, type RandomState } from './random-state.js';

/**
 * Uniform and normal numbers, integers and shuffles from one integer seed (xoroshiro128+).
 * The same seed gives the same numbers on every platform with IEEE doubles.
 */
export class SeededRandom {
  #generator: RandomGenerator;
  #spareNormal: number | null = null;

  /** `seed` is any safe integer; other values throw {@link RandomError}. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new RandomError(`Seed ${seed} is not an integer; pass a whole number such as 0`, seed);
    }
    // pure-rand puts the seed into the state unmixed, so its first outputs mirror the seed.
    const words = mixWords([seed | 0, Math.floor(seed / 0x1_0000_0000) | 0], '');
    this.#generator = xoroshiro128plusFromState(words);
  }

  /** A generator that resumes where {@link getState} was called; throws {@link RandomError}. */
  static fromState(state: RandomState): SeededRandom {
    const { words, spareNormal } = validateRandomState(state);
    const random = new SeededRandom(0);
    random.#generator = xoroshiro128plusFromState(words);
    random.#spareNormal = spareNormal;
    return random;
  }

  /** Uniform in [0, 1), 53 bits. */
  uniform(): number {
    return uniformFloat64(this.#generator);
  }

  /** Unbiased integer in [0, n), 1 <= n <= 2^53 - 1. */
  integer(n: number): number {
    if (!Number.isSafeInteger(n) || n < 1) {
      throw new RandomError(`integer(n) needs a whole n >= 1, got ${n}`, n);
    }
    return uniformInt(this.#generator, 0, n - 1);
  }

  /** Standard normal N(0, 1) by Box-Muller; the next call returns the second of each pair. */
  normal(): number {
    if (this.#spareNormal !== null) {
      const spare = this.#spareNormal;
      this.#spareNormal = null;
      return spare;
    }
    // 1 - uniform() lies in (0, 1], so the logarithm is finite.
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fills `out` with N(0, 1) in place and returns it. */
  fillNormal(out: Float32Array): Float32Array {
    for (let i = 0; i < out.length; i++) out[i] = this.normal();
    return out;
  }

  /** Fills `out` with N(0, 1) truncated at ±2: values beyond are redrawn, as TensorFlow does. */
  fillTruncatedNormal(out: Float32Array): Float32Array {
    for (let i = 0; i < out.length; i++) {
      let value = this.normal();
      while (Math.abs(value) > 2) value = this.normal();
      out[i] = value;
    }
    return out;
  }

  /** Fisher-Yates shuffle in place; returns `items`. */
  shuffle<T>(items: T[]): T[] {
    for (let last = items.length - 1; last > 0; last--) {
      const other = this.integer(last + 1);
      const item = items[last] as T;
      items[last] = items[other] as T;
      items[other] = item;
    }
    return items;
  }

  /** An independent stream named `label`, derived from the current state without changing it. */
  fork(label: string): SeededRandom {
    const random = new SeededRandom(0);
    const spareBits = new Int32Array(new Float64Array([this.#spareNormal ?? 0]).buffer);
    const words = mixWords([...this.#generator.getState(), ...spareBits], label);
    random.#generator = xoroshiro128plusFromState(words);
    return random;
  }

  /** The exact state, including an unused normal, as plain JSON for {@link fromState}. */
  getState(): RandomState {
    return {
      algorithm: 'xoroshiro128plus',
      words: [...this.#generator.getState()],
      spareNormal: this.#spareNormal,
    };
  }
}
