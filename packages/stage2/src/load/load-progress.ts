/**
 * What `loadStackGAN` is doing. `percent` is the share of all of loading that is done; it never
 * falls. Events of 'download' and 'encoder' alternate, since networks and encoder are loaded at the
 * same time.
 */
export type LoadProgress =
  /** Files of the networks arrive. */
  | { readonly type: 'download'; readonly percent: number }
  /** Files of the caption encoder arrive. */
  | { readonly type: 'encoder'; readonly percent: number }
  /** The networks are built on the backend; at 100 the model is ready. */
  | { readonly type: 'compile'; readonly percent: number };

/** Percents of the parts of loading. */
const shares = { download: 45, encoder: 45, compile: 10 } as const;

/** Reports how far loading is. */
export type ReportLoad = (type: LoadProgress['type'], fraction: number) => void;

/** A reporter of the fraction of each part that is done, 0 to 1. */
export function createLoadReporter(
  onProgress: ((progress: LoadProgress) => void) | undefined,
): ReportLoad {
  const done = { download: 0, encoder: 0, compile: 0 };
  return (type, fraction) => {
    done[type] = Math.max(done[type], Math.min(1, fraction));
    const { download, encoder, compile } = done;
    const percent =
      shares.download * download + shares.encoder * encoder + shares.compile * compile;
    onProgress?.({ type, percent });
  };
}
