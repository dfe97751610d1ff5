/** One row of a table: a network to train and measure. */
export interface AblationRow {
  /** Unique among all rows; also part of the name of the run. */
  readonly id: string;
  readonly method: 'Stage-I' | 'StackGAN' | 'GAN-INT-CLS' | 'GAWWN';
  readonly side: 64 | 128 | 256;
  /** Whether Conditioning Augmentation draws the condition. */
  readonly augmentation: boolean;
  /** Whether Stage-II also reads the caption; undefined without Stage-II. */
  readonly textTwice?: boolean;
  /** What is added to the networks and losses of the paper; undefined for nothing. */
  readonly addition?: Addition;
  /** Inception Score that the paper reports on CUB. */
  readonly paper: string;
}

/** Additions of this project, by their names in tables. */
export const ADDITION_NAMES = {
  shortcut: 'the shortcut',
  matching: 'the matching loss',
  attributes: 'the attribute loss',
  prior: 'the attribute prior',
  reconstruction: 'the reconstruction loss',
  all: 'the combination of all five',
} as const;
export type Addition = keyof typeof ADDITION_NAMES;

/** All rows of Table 2 of the paper, in its order. */
export const table2: readonly AblationRow[] = [
  oneStage(64, false, '2.66 ± .03'),
  oneStage(64, true, '2.95 ± .02'),
  oneStage(256, false, '2.48 ± .00'),
  oneStage(256, true, '3.02 ± .01'),
  stackGAN(128, { augmentation: true, textTwice: false }, '3.13 ± .03'),
  stackGAN(128, { augmentation: false, textTwice: true }, '3.20 ± .03'),
  stackGAN(128, { augmentation: true, textTwice: true }, '3.35 ± .02'),
  stackGAN(256, { augmentation: true, textTwice: false }, '3.45 ± .02'),
  stackGAN(256, { augmentation: false, textTwice: true }, '3.31 ± .03'),
  stackGAN(256, { augmentation: true, textTwice: true }, '3.70 ± .04'),
];

/**
 * The rows of Table 1. GAWWN draws 128x128 in the paper; its networks are told the object's box
 * here, so that its row needs a data set with boxes.
 */
export const table1: readonly AblationRow[] = [
  { id: 'gan-int-cls', method: 'GAN-INT-CLS', side: 64, augmentation: false, paper: '2.88 ± .04' },
  { id: 'gawwn', method: 'GAWWN', side: 64, augmentation: false, paper: '3.62 ± .07' },
  rowOf('stackgan-256-ca-twice'),
];

/** The last row of Table 2, then the same with each addition, and with all of them. */
export const additions: readonly AblationRow[] = [
  rowOf('stackgan-256-ca-twice'),
  ...(Object.keys(ADDITION_NAMES) as Addition[]).map((addition) =>
    withAddition(rowOf('stackgan-256-ca-twice'), addition),
  ),
];

/** The row `id` of Table 2. */
export function rowOf(id: string): AblationRow {
  return table2.find((row) => row.id === id)!;
}

/**
 * The row whose network is the Stage-I of `row`; undefined for networks of one stage. The losses
 * that are added are those of both stages, the shortcut is in Stage-II alone, the attribute prior
 * in Stage-I.
 */
export function baseOf({ method, augmentation, addition }: AblationRow): AblationRow | undefined {
  if (method !== 'StackGAN') return undefined;
  const base = rowOf(`stage1-64-${text(augmentation)}`);
  return addition && addition !== 'shortcut' ? withAddition(base, addition) : base;
}

function withAddition(row: AblationRow, addition: Addition): AblationRow {
  return { ...row, id: `${row.id}-${addition}`, addition, paper: '-' };
}

function oneStage(side: 64 | 256, augmentation: boolean, paper: string): AblationRow {
  return {
    id: `stage1-${side}-${text(augmentation)}`,
    method: 'Stage-I',
    side,
    augmentation,
    paper,
  };
}

function stackGAN(
  side: 128 | 256,
  { augmentation, textTwice }: { augmentation: boolean; textTwice: boolean },
  paper: string,
): AblationRow {
  const id = `stackgan-${side}-${text(augmentation)}-${textTwice ? 'twice' : 'once'}`;
  return { id, method: 'StackGAN', side, augmentation, textTwice, paper };
}

function text(augmentation: boolean): string {
  return augmentation ? 'ca' : 'no-ca';
}
