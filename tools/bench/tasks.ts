/** Sizes of a generator and a discriminator. */
export interface Sizes {
  readonly stage: 1 | 2;
  readonly gf: number;
  readonly df: number;
  readonly batch: number;
  /** Residual blocks of Stage-II. */
  readonly blocks: number;
}

/** What is measured. The sizes never change, so that results of different days are comparable. */
export type Task =
  | { readonly name: string; readonly kind: 'step' | 'sampling'; readonly sizes: Sizes }
  /** A product of two square matrices: the peak speed of the machine. */
  | { readonly name: string; readonly kind: 'gemm'; readonly size: number };

const step = (name: string, sizes: Sizes): Task => ({ name, kind: 'step', sizes });

export const tasks: readonly Task[] = [
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

/** Number of images, or products, that one run of a task computes. */
export const unitsOf = (task: Task): number => (task.kind === 'gemm' ? 1 : task.sizes.batch);
