/** Counters of what a backend did since it was registered. */
export interface OrtStatistics {
  /** Graphs run. */
  runs: number;
  /** Graphs compiled; a steady loop compiles once for each distinct step. */
  compiles: number;
  /** Results copied from a GPU to be read; what nobody reads stays there. */
  downloads: number;
  /** Calls that went to a TensorFlow.js cpu kernel, by kernel name. */
  fallbacks: Record<string, number>;
}

export function emptyStatistics(): OrtStatistics {
  return { runs: 0, compiles: 0, downloads: 0, fallbacks: {} };
}
