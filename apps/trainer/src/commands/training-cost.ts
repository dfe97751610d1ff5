import type { StepTimes } from '../training/time-steps.js';

/** Epochs of each stage in the paper, section 4. */
const PAPER_EPOCHS = 600;

/** Measured steps of one kind, and how many of them there are to do. */
export interface MeasuredSteps extends StepTimes {
  /** Whether the discriminator takes part. */
  readonly isAdversarial: boolean;
  readonly count: number;
}

/** What `--dry-run` measured. */
export interface MeasuredTraining {
  /** At least one kind of steps; the last is that of a long training. */
  readonly steps: readonly MeasuredSteps[];
  readonly backend: string;
  /** Images per step. */
  readonly batchSize: number;
  /** Images of the training split. */
  readonly images: number;
  /** The most memory that the process had so far. */
  readonly peakMB: number;
}

/** Speed, memory and the time that training would take, extrapolated from a few steps. */
export function describeCost(measured: MeasuredTraining): string {
  const { steps, backend, batchSize, images, peakMB } = measured;
  const totalSteps = steps.reduce((sum, { count }) => sum + count, 0);
  const seconds = steps.reduce((sum, kind) => sum + kind.count * secondsPerStep(kind), 0);
  const epoch = (secondsPerStep(steps.at(-1)!) * images) / batchSize;
  return [
    ...steps.map((kind) => describeSpeed(kind, { backend, batchSize, isOnly: steps.length === 1 })),
    `memory ${peakMB.toLocaleString('en')} MB of RAM at the peak`,
    `time   ${timeText(epoch)} per epoch of ${images.toLocaleString('en')} images`,
    `       ${timeText(seconds)} for the ${totalSteps.toLocaleString('en')} steps of these options`,
    `       ${timeText(epoch * PAPER_EPOCHS)} for ${PAPER_EPOCHS} epochs, as in the paper`,
    '       (without loss networks, grids, snapshots and evaluations)',
  ].join('\n');
}

const secondsPerStep = ({ milliseconds }: StepTimes): number =>
  milliseconds.reduce((sum, time) => sum + time, 0) / milliseconds.length / 1000;

function describeSpeed(
  kind: MeasuredSteps,
  { backend, batchSize, isOnly }: { backend: string; batchSize: number; isOnly: boolean },
): string {
  const { milliseconds, isWarm, isAdversarial } = kind;
  const timed = milliseconds.length;
  const speed = (seconds: number) => significant(batchSize / seconds, 3);
  const range =
    timed === 1
      ? ''
      : `; ${speed(Math.max(...milliseconds) / 1000)} to ${speed(Math.min(...milliseconds) / 1000)}`;
  const steps = `${timed} step${timed === 1 ? '' : 's'}`;
  const warmth = isWarm ? '' : ', before the speed settled';
  const which = isOnly ? '' : isAdversarial ? ' with D' : ' before D';
  return `speed  ${speed(secondsPerStep(kind))} images/s${which} (measured on ${steps} with ${backend}${warmth}${range})`;
}

/** `13 seconds`, `42 minutes`, `5.3 hours`, `12 days`. */
function timeText(seconds: number): string {
  if (seconds < 120) return `${significant(seconds)} seconds`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${significant(minutes)} minutes`;
  const hours = minutes / 60;
  return hours < 48 ? `${significant(hours)} hours` : `${significant(hours / 24)} days`;
}

/** Rounded to so many digits, more of which a few steps cannot tell; whole numbers from 100 on. */
const significant = (value: number, digits = 2): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(digits)));
