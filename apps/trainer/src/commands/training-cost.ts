import type { StepTimes } from '../training/time-steps.js';

/** Epochs of each stage in the paper, section 4. */
const PAPER_EPOCHS = 600;

/** What `--dry-run` measured, and how much there is to do. */
export interface MeasuredSteps extends StepTimes {
  readonly backend: string;
  /** Images per step. */
  readonly batchSize: number;
  /** Images of the training split. */
  readonly images: number;
  readonly totalSteps: number;
  /** The most memory that the process had so far. */
  readonly peakMB: number;
}

/** Speed, memory and the time that training would take, extrapolated from a few steps. */
export function describeCost(measured: MeasuredSteps): string {
  const { milliseconds, isWarm, backend, batchSize, images, totalSteps, peakMB } = measured;
  const count = milliseconds.length;
  const secondsPerStep = milliseconds.reduce((sum, time) => sum + time, 0) / count / 1000;
  const speed = (seconds: number) => significant(batchSize / seconds, 3);
  const range =
    count === 1
      ? ''
      : `; ${speed(Math.max(...milliseconds) / 1000)} to ${speed(Math.min(...milliseconds) / 1000)}`;
  const steps = `${count} step${count === 1 ? '' : 's'}`;
  const warmth = isWarm ? '' : ', before the speed settled';
  const epoch = (secondsPerStep * images) / batchSize;
  return [
    `speed  ${speed(secondsPerStep)} images/s (measured on ${steps} with ${backend}${warmth}${range})`,
    `memory ${peakMB.toLocaleString('en')} MB of RAM at the peak`,
    `time   ${timeText(epoch)} per epoch of ${images.toLocaleString('en')} images`,
    `       ${timeText(secondsPerStep * totalSteps)} for the ${totalSteps.toLocaleString('en')} steps of these options`,
    `       ${timeText(epoch * PAPER_EPOCHS)} for ${PAPER_EPOCHS} epochs, as in the paper`,
    '       (without loss networks, grids, snapshots and evaluations)',
  ].join('\n');
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
