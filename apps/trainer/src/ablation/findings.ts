import { METRIC_TITLES } from '../evaluation/measurements.js';
import type { Measured } from './ablation-record.js';
import { type Difference, pairedDifference, type Verdict, verdictOf } from './paired-difference.js';
import { additions, ADDITION_NAMES, rowOf } from './rows.js';

/** The measurements of a row, one element per seed. */
export interface SeedsOfRow {
  readonly id: string;
  readonly bySeed: readonly Measured[];
}

/** A difference of two rows in one metric, and what it says about a statement. */
export interface Judgement extends Difference {
  readonly verdict: Verdict;
}

/** A statement about two rows, judged by each metric that can judge it. */
export interface Finding {
  readonly statement: string;
  readonly judgements: readonly Judgement[];
}

/** That row `first` is better than row `second`. */
type Claim = readonly [statement: string, first: string, second: string];

/** What the paper finds by its Tables 1 and 2 about how good images are. */
const ofQuality: readonly Claim[] = [
  ['Conditioning Augmentation helps one stage at 64', 'stage1-64-ca', 'stage1-64-no-ca'],
  ['Conditioning Augmentation helps one stage at 256', 'stage1-256-ca', 'stage1-256-no-ca'],
  ['Conditioning Augmentation helps at 128', 'stackgan-128-ca-twice', 'stackgan-128-no-ca-twice'],
  ['Conditioning Augmentation helps at 256', 'stackgan-256-ca-twice', 'stackgan-256-no-ca-twice'],
  ['text twice helps at 128', 'stackgan-128-ca-twice', 'stackgan-128-ca-once'],
  ['text twice helps at 256', 'stackgan-256-ca-twice', 'stackgan-256-ca-once'],
  ['two stages beat one at 256', 'stackgan-256-ca-twice', 'stage1-256-ca'],
  ['Stage-II adds information to Stage-I', 'stackgan-256-ca-twice', 'stage1-64-ca'],
  ['256 shows more than 128', 'stackgan-256-ca-twice', 'stackgan-128-ca-twice'],
  ['StackGAN beats GAN-INT-CLS', 'stackgan-256-ca-twice', 'gan-int-cls'],
  ['StackGAN beats GAWWN', 'stackgan-256-ca-twice', 'gawwn'],
];

/** What it finds by its Figure 5 about how much images of one caption differ. */
const ofDiversity: readonly Claim[] = (
  [
    ['one stage, 64', 'stage1-64-ca', 'stage1-64-no-ca'],
    ['one stage, 256', 'stage1-256-ca', 'stage1-256-no-ca'],
    ['two stages, 128', 'stackgan-128-ca-twice', 'stackgan-128-no-ca-twice'],
    ['two stages, 256', 'stackgan-256-ca-twice', 'stackgan-256-no-ca-twice'],
  ] as const
).map(([where, ...ids]) => [
  `Conditioning Augmentation keeps images of one caption apart (${where})`,
  ...ids,
]);

/** What the additions may gain, which the paper does not have. */
const ofAdditions: readonly Claim[] = additions.flatMap(({ id, addition }) => {
  if (addition === undefined) return [];
  const plain = rowOf('stackgan-256-ca-twice').id;
  // The row of the prior has the attribute loss, too.
  const other = addition === 'prior' ? `${plain}-attributes` : plain;
  return [[`${ADDITION_NAMES[addition]} helps`, id, other] as const];
});

/**
 * All statements whose rows have numbers for every seed, judged by their measurements; `resized` are
 * the scores of Stage-I images at 256×256.
 */
export function findings(
  rows: readonly SeedsOfRow[],
  resized: readonly Measured[] = [],
): readonly Finding[] {
  return [
    ...judged(ofQuality, rows, (name) => name !== METRIC_TITLES.diversity),
    ...judged([RESIZED], [...rows, { id: RESIZED[1], bySeed: resized }], () => true).map(denied),
    ...judged(ofDiversity, rows, (name) => name === METRIC_TITLES.diversity),
    ...judged(ofAdditions, rows, () => true),
  ].filter(({ judgements }) => judgements.length > 0);
}

const RESIZED: Claim = [
  'resizing Stage-I to 256 does not raise its score',
  'resized',
  rowOf('stage1-64-ca').id,
];

/** The paper denies this claim: anything but a rise confirms what it says. */
function denied({ statement, judgements }: Finding): Finding {
  const answers = judgements.map((one) => ({
    ...one,
    verdict: one.verdict === 'shown' ? ('opposite' as const) : ('shown' as const),
  }));
  return { statement, judgements: answers };
}

function judged(
  claims: readonly Claim[],
  rows: readonly SeedsOfRow[],
  isJudge: (metric: string) => boolean,
): Finding[] {
  const seedsOf = (id: string) => rows.find((row) => row.id === id)?.bySeed ?? [];
  return claims.map(([statement, first, second]) => ({
    statement,
    judgements: differences(seedsOf(first), seedsOf(second))
      .filter(({ name }) => isJudge(name))
      .map((difference) => ({ ...difference, verdict: verdictOf(difference) })),
  }));
}

/**
 * The difference of two rows, `first` − `second`, in each metric of `first`; none if a seed of
 * either has no numbers.
 */
export function differences(
  first: readonly Measured[],
  second: readonly Measured[],
): readonly Difference[] {
  const names = first[0]?.measurements.map(({ name }) => name) ?? [];
  return names.flatMap((name) => {
    const [ours, theirs] = [first, second].map((seeds) =>
      seeds.flatMap(({ measurements }) => measurements.filter((one) => one.name === name)),
    );
    const isWhole = ours!.length === first.length && theirs!.length === first.length;
    return isWhole ? [pairedDifference(ours!, theirs!)] : [];
  });
}
