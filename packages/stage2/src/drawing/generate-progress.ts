/** What `generate` does at the moment; `percent` of all of it is done, and never falls. */
export type GenerateProgress =
  /** The caption encoder reads the captions. */
  | { readonly type: 'encode'; readonly percent: number }
  /** Stage-I draws. */
  | { readonly type: 'stage1'; readonly percent: number }
  /** Stage-II draws; at 100 the images are there. */
  | { readonly type: 'stage2'; readonly percent: number };
