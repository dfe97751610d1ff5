import type { HalfKnownCaptions } from './half-known-captions.js';

/** What preparation reports while it works. */
export type PrepareProgress =
  | { readonly phase: 'examples'; readonly done: number; readonly total: number | undefined }
  /** An interrupted preparation has done so many of the images: this one goes on after them. */
  | { readonly phase: 'resumed'; readonly done: number; readonly total: number }
  /** What an interrupted preparation left is of another source or other options, and is removed. */
  | { readonly phase: 'restarted' }
  | { readonly phase: 'images'; readonly done: number; readonly total: number | undefined }
  | { readonly phase: 'skipped'; readonly id: string; readonly reason: string }
  /** Its file has several images, as an animation does; the first one is taken. */
  | { readonly phase: 'animated'; readonly id: string; readonly images: number }
  | ({ readonly phase: 'half-known' } & HalfKnownCaptions)
  | { readonly phase: 'captions'; readonly done: number; readonly total: number }
  /** It fails, but the images done are kept: the next one goes on after them. */
  | { readonly phase: 'stopped'; readonly done: number };
