/** Counters of a backend since it was registered. */
export interface OrtStatistics {
  /** The number of graphs run. */
  runs: number;
  /** The number of graphs compiled; a steady loop compiles once per distinct step. */
  compiles: number;
  /** The number of results copied from a GPU to be read; results that are not read stay there. */
  downloads: number;
  /** The number of calls that ran on a TensorFlow.js cpu kernel, by kernel name. */
  fallbacks: Record<string, number>;
}

export function emptyStatistics(): OrtStatistics {
  return { runs: 0, compiles: 0, downloads: 0, fallbacks: {} };
}
