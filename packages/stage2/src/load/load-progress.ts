/**
 * What `loadStackGAN` is doing; `percent` is the share of the whole that is done, and never falls.
 */
export type LoadProgress =
  /** Files of the networks arrive. */
  | { readonly type: 'download'; readonly percent: number }
  /** The caption encoder is loaded. */
  | { readonly type: 'encoder'; readonly percent: number }
  /** The networks are built on the backend; at 100 the model is ready. */
  | { readonly type: 'compile'; readonly percent: number };

/** Percents at which the parts of loading begin; the networks' weights are the longest download. */
const starts = { download: 0, encoder: 60, compile: 90 } as const;
const ends = { download: 60, encoder: 90, compile: 100 } as const;

/** Reports how far loading is. */
export type ReportLoad = (type: LoadProgress['type'], fraction: number) => void;

/** A reporter of the fraction of each part that is done, whose percents never fall. */
export function createLoadReporter(
  onProgress: ((progress: LoadProgress) => void) | undefined,
): ReportLoad {
  let highest = 0;
  return (type, fraction) => {
    const percent = starts[type] + Math.min(1, fraction) * (ends[type] - starts[type]);
    highest = Math.max(highest, percent);
    onProgress?.({ type, percent: highest });
  };
}
