import type { TrainOptions } from '../options/train-options.js';
import type { Tick } from '../shared/tick-statistics.js';
import { spread } from '../shared/spread.js';
import type { HealthProbe } from '../run-directory/health-log.js';
import { median } from '../shared/median.js';

/** What is known of a run up to now, oldest first. */
export interface History {
  readonly options: TrainOptions;
  readonly ticks: readonly Tick[];
  readonly probes: readonly HealthProbe[];
}

/** Something that goes wrong in long trainings. */
export interface Rule {
  readonly name: string;
  /** What is wrong, with its numbers; undefined if nothing is. */
  readonly find: (history: History) => string | undefined;
  /** What people do about it. */
  readonly advice: string;
}

/** One bad tick is chance; so many in a row are not. */
const WINDOW = 10;

/**
 * The first ticks compile and warm up, and say little of speed and memory.
 */
const WARM_UP = 5;

export const rules: readonly Rule[] = [
  {
    name: 'the discriminator wins',
    find: ({ ticks }) => {
      const mean = recent(ticks, loss('discriminator.loss'));
      return mean !== undefined && mean < 0.05
        ? `its loss was ${show(mean)} over ${WINDOW} ticks, so the generator learns little from it`
        : undefined;
    },
    advice:
      'lower --network.df, raise --augmentation.translation and the other augmentation, or set --loss.realLabel 0.9',
  },
  {
    name: 'the generator collapses',
    find: ({ probes }) => {
      const [now, ...before] = probes.map(({ diversity }) => diversity).reverse();
      // The first grid is of an untrained generator.
      const most = Math.max(...before.slice(0, -1));
      return now !== undefined && before.length > 1 && now < most / 3
        ? `images of the grid differ by ${show(now)} of 255 on average, once by ${show(most)}`
        : undefined;
    },
    advice:
      'look at the newest grid; go back to an earlier state, with a lower --optimizer.learningRate or more augmentation',
  },
  {
    name: 'the KL term explodes',
    find: ({ ticks, options }) => {
      const mean = recent(ticks, loss('generator.kl'));
      return hasNoise(options) && mean !== undefined && mean > 50
        ? `it was ${show(mean)} over ${WINDOW} ticks, so the noise of conditioning augmentation is negligible`
        : undefined;
    },
    advice: 'raise --loss.klWeight, or lower --optimizer.learningRate',
  },
  {
    name: 'the KL term vanishes',
    find: ({ ticks, options }) => {
      const mean = recent(ticks, loss('generator.kl'));
      return hasNoise(options) && mean !== undefined && mean < 1e-4
        ? `it was ${show(mean)} over ${WINDOW} ticks, so the generator hardly reads captions`
        : undefined;
    },
    advice: 'lower --loss.klWeight; check that captions and images belong together',
  },
  {
    name: 'the moving average is far from the weights',
    find: ({ probes }) => {
      const distance = probes.at(-1)?.averageDistance;
      return distance !== undefined && distance > 0.5
        ? `they differ by ${show(distance)} of their size, so images are drawn with old weights`
        : undefined;
    },
    advice:
      'lower --movingAverage.decay, or --optimizer.learningRate if the weights still change much',
  },
  {
    name: 'training slows down',
    find: ({ ticks: all }) => {
      const ticks = sinceDiscriminator(all);
      if (ticks.length < WARM_UP + 3 * WINDOW) return undefined;
      const speed = (of: readonly Tick[]) =>
        median(of.map(({ imagesPerSecond }) => imagesPerSecond));
      const now = speed(ticks.slice(-WINDOW));
      // A run of days has too many ticks to sort all of them at each one.
      const usual = speed(spread(ticks, 200).slice(WARM_UP));
      return now < usual / 2
        ? `${show(now)} images/s in the last ${WINDOW} ticks, ${show(usual)} before`
        : undefined;
    },
    advice: 'see which other programs run, and whether memory is swapped (top, or Task Manager)',
  },
  {
    name: 'memory grows',
    find: ({ ticks: all }) => {
      const ticks = sinceDiscriminator(all);
      if (ticks.length < WARM_UP + 3 * WINDOW) return undefined;
      const middle = (of: readonly Tick[]) => median(of.map(({ memoryMB }) => memoryMB));
      const first = middle(ticks.slice(WARM_UP, WARM_UP + WINDOW));
      const now = middle(ticks.slice(-WINDOW));
      const tensors = ticks.at(-1)!.tensors - ticks[WARM_UP]!.tensors;
      if (tensors > 0) return `${tensors} more tensors than at first`;
      return now > 1.5 * first && now > first + 500
        ? `${Math.round(now)} MB now, ${Math.round(first)} MB at first`
        : undefined;
    },
    advice:
      'stop with Ctrl-C and go on with --resume, which begins with little; report it with log.txt',
  },
];

const loss =
  (name: string) =>
  ({ losses }: Tick): number | undefined =>
    losses[name];

/** The ticks since D takes part, which makes steps slower and needs memory; before that, all. */
function sinceDiscriminator(ticks: readonly Tick[]): readonly Tick[] {
  const joined = ticks.findIndex(({ losses }) => 'discriminator.loss' in losses);
  return joined > 0 ? ticks.slice(joined) : ticks;
}

const hasNoise = ({ network, loss: { klWeight } }: TrainOptions) =>
  klWeight > 0 && network.conditionNoise !== 'none';

/** The mean of the last ticks; undefined before there are enough. */
function recent(
  ticks: readonly Tick[],
  value: (tick: Tick) => number | undefined,
): number | undefined {
  const values = ticks.slice(-WINDOW).flatMap((tick) => value(tick) ?? []);
  return values.length < WINDOW ? undefined : values.reduce((sum, one) => sum + one, 0) / WINDOW;
}

const show = (value: number) => String(Number(value.toPrecision(3)));
