/** What is measured; the sizes never change, so that figures of different days compare. */
export interface Work {
  readonly name: string;
  readonly isSampling: boolean;
  readonly sizes: {
    readonly stage: 1 | 2;
    readonly gf: number;
    readonly df: number;
    readonly batch: number;
    readonly blocks: number;
  };
}

export const works: readonly Work[] = [
  {
    name: 'stage1-step gf48 df24 batch16',
    isSampling: false,
    sizes: { stage: 1, gf: 48, df: 24, batch: 16, blocks: 0 },
  },
  {
    name: 'stage2-step gf32 df16 r2 batch8',
    isSampling: false,
    sizes: { stage: 2, gf: 32, df: 16, batch: 8, blocks: 2 },
  },
  {
    name: 'sampling gf32 r2 batch8',
    isSampling: true,
    sizes: { stage: 2, gf: 32, df: 16, batch: 8, blocks: 2 },
  },
];
