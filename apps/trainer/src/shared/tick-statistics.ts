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

/** What is known of a tick before its last step. */
export interface UnfinishedTick {
  /** The end of the tick before. */
  readonly start: { readonly step: number; readonly seconds: number };
  /** Steps whose losses are in `sums`. */
  readonly steps: number;
  readonly sums: Losses;
}

/** Averages the losses of the steps of one tick. */
export class TickStatistics {
  #sums: Losses;
  #steps: number;
  #start: UnfinishedTick['start'];

  constructor({ start, steps, sums }: UnfinishedTick = FIRST_TICK) {
    this.#start = start;
    this.#steps = steps;
    this.#sums = { ...sums };
  }

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

  /** Images per second since the tick began. */
  speed(step: number, seconds: number, batchSize: number): number {
    return ((step - this.#start.step) * batchSize) / (seconds - this.#start.seconds);
  }

  /** Starts the next tick. */
  next(step: number, seconds: number): void {
    this.#sums = {};
    this.#steps = 0;
    this.#start = { step, seconds };
  }

  /** The tick so far, to go on with. */
  unfinished(): UnfinishedTick {
    return { start: this.#start, steps: this.#steps, sums: { ...this.#sums } };
  }
}

const FIRST_TICK: UnfinishedTick = { start: { step: 0, seconds: 0 }, steps: 0, sums: {} };
