/** What `generate` is doing; `percent` is the share of the whole that is done, and never falls. */
export type GenerateProgress =
  /** The caption encoder reads the captions. */
  | { readonly type: 'encode'; readonly percent: number }
  /** Stage-I draws. */
  | { readonly type: 'stage1'; readonly percent: number }
  /** Stage-II draws; at 100 the images are there. */
  | { readonly type: 'stage2'; readonly percent: number };
