/** Means of the losses of one step or of a tick, by dotted name such as `discriminator.loss`. */
export type Losses = Record<string, number>;

/** One line of stats.jsonl. */
export interface Tick {
  /** Steps done. */
  readonly step: number;
  /** Thousands of images seen. */
  readonly kimg: number;
  readonly epoch: number;
  /** Seconds of work on this run so far, without interruptions. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  readonly learningRate: number;
  readonly losses: Losses;
  /** Tensors alive after the step. */
  readonly tensors: number;
  /** Resident memory of the process, in MB. */
  readonly memoryMB: number;
}

/** Averages the losses of the steps of one tick. */
export class TickStatistics {
  #sums: Losses = {};
  #steps = 0;

  add(losses: Losses): void {
    for (const [name, value] of Object.entries(losses)) {
      this.#sums[name] = (this.#sums[name] ?? 0) + value;
    }
    this.#steps += 1;
  }

  /** The means of all losses added so far. */
  means(): Losses {
    return Object.fromEntries(
      Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#steps]),
    );
  }

  /** Returns the means and starts the next tick. */
  takeMeans(): Losses {
    const means = this.means();
    this.#sums = {};
    this.#steps = 0;
    return means;
  }
}
