/** Sizes of a pair of networks. */
export interface Sizes {
  readonly stage: 1 | 2;
  readonly gf: number;
  readonly df: number;
  readonly batch: number;
  /** Residual blocks of Stage-II. */
  readonly blocks: number;
}

/** What is measured; the sizes never change, so that figures of different days compare. */
export type Work =
  | { readonly name: string; readonly kind: 'step' | 'sampling'; readonly sizes: Sizes }
  /** A product of two square matrices: what the machine can do at best. */
  | { readonly name: string; readonly kind: 'gemm'; readonly size: number };

const step = (name: string, sizes: Sizes): Work => ({ name, kind: 'step', sizes });

export const works: readonly Work[] = [
  { name: 'Gemm 2048', kind: 'gemm', size: 2048 },
  step('Stage-I step 48/24 batch 16', { stage: 1, gf: 48, df: 24, batch: 16, blocks: 0 }),
  step('Stage-I step 192/96 batch 16', { stage: 1, gf: 192, df: 96, batch: 16, blocks: 0 }),
  step('Stage-II step 32/16 R2 batch 8', { stage: 2, gf: 32, df: 16, batch: 8, blocks: 2 }),
  step('Stage-II step 128/64 R4 batch 4', { stage: 2, gf: 128, df: 64, batch: 4, blocks: 4 }),
  {
    name: 'sampling 32 R2 batch 16',
    kind: 'sampling',
    sizes: { stage: 2, gf: 32, df: 16, batch: 16, blocks: 2 },
  },
];

/** What one run of a work makes: images, or one product. */
export const unitsOf = (work: Work): number => (work.kind === 'gemm' ? 1 : work.sizes.batch);
