import type { HalfKnownCaptions } from './half-known-captions.js';

/** What preparation reports while it works. */
export type PrepareProgress =
  | { readonly phase: 'examples'; readonly done: number; readonly total: number | undefined }
  | { readonly phase: 'images'; readonly done: number; readonly total: number | undefined }
  | { readonly phase: 'skipped'; readonly id: string; readonly reason: string }
  | ({ readonly phase: 'half-known' } & HalfKnownCaptions)
  | { readonly phase: 'captions'; readonly done: number; readonly total: number };
