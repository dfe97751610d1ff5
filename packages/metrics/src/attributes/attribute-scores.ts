import { SeededRandom } from '@stackgan/random';
import { MetricError } from '../shared/metric-error.js';
import type { NamedAttribute } from './attribute-reader.js';
import { type AttributeScoresInput, checkScoresInput } from './check-scores-input.js';
import { wilsonInterval } from './wilson-interval.js';

/** How often images show one attribute as stated. */
export interface AttributeScore {
  readonly name: string;
  /** Images whose caption states it. */
  readonly count: number;
  /** The share of those images that show one of the stated values. */
  readonly accuracy: number;
  /** Wilson's 95 % interval of the accuracy. */
  readonly low: number;
  readonly high: number;
  /** The accuracy of the best constant answer: the value that most of these captions accept. */
  readonly chance: number;
  /** The accuracy of the real images of these captions. */
  readonly real: number;
  /** (accuracy - chance) / (real - chance): 0 is chance, 1 is as real images. */
  readonly scaled: number;
}

/** How much images show of what their captions state. */
export interface AttributeScores {
  /**
   * Over all that is stated, 0 at chance and 1 at real images: Σ (right - chance) / Σ (real right -
   * chance).
   */
  readonly mean: number;
  /** 95 % interval of the mean, by bootstrap over images. */
  readonly low: number;
  readonly high: number;
  /** The number of statements. */
  readonly statements: number;
  readonly attributes: readonly AttributeScore[];
  /** Attributes that are not scored, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[];
}

const SAMPLES = 1000;

/**
 * How much images show of what their captions state, for each attribute and over all. A statement
 * with several values is met by any of them. An attribute is left out if it has one value, if no
 * caption states it, or if real images are read no better than chance. Throws {@link MetricError}
 * for shapes that do not fit, and if no attribute is left.
 */
export function attributeScores(input: AttributeScoresInput): AttributeScores {
  checkScoresInput(input);
  const { attributes, seed = 0 } = input;
  const scored: Tally[] = [];
  const leftOut: { name: string; reason: string }[] = [];
  attributes.forEach((attribute, at) => {
    const tally = tallyOf(input, at);
    const reason = reasonToLeaveOut(attribute, tally);
    if (reason === undefined) scored.push(tally);
    else leftOut.push({ name: attribute.name, reason });
  });
  if (scored.length === 0) {
    const reasons = leftOut.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
    throw new MetricError('meaningless', `No attribute can be measured (${reasons})`);
  }
  return {
    ...pooled(scored, input.stated.length, seed),
    statements: scored.reduce((sum, { rows }) => sum + rows.length, 0),
    attributes: scored.map(scoreOf),
    leftOut,
  };
}

/** One attribute among the images whose captions state it. */
interface Tally {
  readonly name: string;
  readonly rows: readonly number[];
  /** For each row, whether the generated and the real image show what is stated. */
  readonly right: readonly boolean[];
  readonly realRight: readonly boolean[];
  readonly chance: number;
}

function tallyOf({ attributes, generated, real, stated }: AttributeScoresInput, at: number): Tally {
  const { name, values } = attributes[at]!;
  const rows = [...stated.keys()].filter((row) => stated[row]![at] !== undefined);
  const isShown = (shown: ArrayLike<number>) =>
    rows.map((row) => stated[row]![at]!.includes(shown[row * attributes.length + at]!));
  const accepting = values.map(
    (_, value) => rows.filter((row) => stated[row]![at]!.includes(value)).length,
  );
  return {
    ...{ name, rows, right: isShown(generated), realRight: isShown(real) },
    chance: Math.max(...accepting) / rows.length,
  };
}

function reasonToLeaveOut({ values }: NamedAttribute, tally: Tally): string | undefined {
  if (values.length === 1) return `it has one value, ${values[0]}`;
  if (tally.rows.length === 0) return 'no caption states it';
  const real = shareOf(tally.realRight);
  if (real > tally.chance) return undefined;
  return `of real images ${real.toFixed(2)} are read as stated, no more than by chance, ${tally.chance.toFixed(2)}`;
}

function scoreOf({ name, rows, right, realRight, chance }: Tally): AttributeScore {
  const [accuracy, real] = [shareOf(right), shareOf(realRight)];
  const interval = wilsonInterval(countOf(right), rows.length);
  const scaled = (accuracy - chance) / (real - chance);
  return { name, count: rows.length, accuracy, ...interval, chance, real, scaled };
}

/**
 * The scaled mean over all statements; the bootstrap resamples images, each with all its
 * statements.
 */
function pooled(tallies: readonly Tally[], count: number, seed: number) {
  const [gained, possible] = [new Float64Array(count), new Float64Array(count)];
  for (const { rows, right, realRight, chance } of tallies) {
    rows.forEach((row, i) => {
      gained[row]! += Number(right[i]) - chance;
      possible[row]! += Number(realRight[i]) - chance;
    });
  }
  const meanOf = (picks: ArrayLike<number>): number => {
    let [above, below] = [0, 0];
    for (let i = 0; i < picks.length; i++) {
      above += gained[picks[i]!]!;
      below += possible[picks[i]!]!;
    }
    return above / below;
  };
  const random = new SeededRandom(seed);
  const picks = new Int32Array(count);
  const samples = Array.from({ length: SAMPLES }, () => {
    for (let i = 0; i < count; i++) picks[i] = random.integer(count);
    return meanOf(picks);
  });
  // A sample of few images may have no real image above chance, and so no mean.
  const sorted = samples.filter(Number.isFinite).sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.round(share * (sorted.length - 1))]!;
  return {
    mean: meanOf([...gained.keys()]),
    low: quantile(0.025),
    high: quantile(0.975),
  };
}

const countOf = (list: readonly boolean[]): number => list.filter(Boolean).length;
const shareOf = (list: readonly boolean[]): number => countOf(list) / list.length;
