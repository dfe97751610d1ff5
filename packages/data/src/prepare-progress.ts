/** What preparation tells while it works. */
export type PrepareProgress =
  | { readonly phase: 'examples'; readonly done: number; readonly total: number | undefined }
  | { readonly phase: 'pictures'; readonly done: number; readonly total: number | undefined }
  | { readonly phase: 'skipped'; readonly id: string; readonly reason: string }
  | { readonly phase: 'captions'; readonly done: number; readonly total: number };
