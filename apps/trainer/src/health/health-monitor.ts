import type { TrainOptions } from '../options/train-options.js';
import type { Tick } from '../shared/tick-statistics.js';
import type { HealthProbe } from '../run-directory/health-log.js';
import { rules } from './rules.js';

/** A warning that a training run goes wrong. */
export interface HealthWarning {
  readonly step: number;
  /** What is wrong, and what people do about it. */
  readonly text: string;
}

/** Watches a run, and warns once when something begins to go wrong. */
export class HealthMonitor {
  readonly #ticks: Tick[] = [];
  readonly #probes: HealthProbe[] = [];
  readonly #wrong = new Set<string>();

  constructor(private readonly options: TrainOptions) {}

  /** The warnings that begin with `tick`. */
  addTick(tick: Tick): HealthWarning[] {
    this.#ticks.push(tick);
    return this.#check(tick.step);
  }

  /** The warnings that begin with `probe`. */
  addProbe(probe: HealthProbe): HealthWarning[] {
    this.#probes.push(probe);
    return this.#check(probe.step);
  }

  #check(step: number): HealthWarning[] {
    const history = { options: this.options, ticks: this.#ticks, probes: this.#probes };
    return rules.flatMap(({ name, find, advice }) => {
      const found = find(history);
      if (found === undefined) {
        this.#wrong.delete(name);
        return [];
      }
      if (this.#wrong.has(name)) return [];
      this.#wrong.add(name);
      return [{ step, text: `${name}: ${found}; ${advice}` }];
    });
  }
}

/** All warnings of a run, oldest first, from its ticks and probes. */
export function healthWarnings(
  options: TrainOptions,
  ticks: readonly Tick[],
  probes: readonly HealthProbe[],
): HealthWarning[] {
  const monitor = new HealthMonitor(options);
  return replay(monitor, ticks, probes);
}

/** Adds to `monitor`, in the order of steps, what a run has measured; returns the warnings. */
export function replay(
  monitor: HealthMonitor,
  ticks: readonly Tick[],
  probes: readonly HealthProbe[],
): HealthWarning[] {
  const events = [
    ...ticks.map((tick) => ({ step: tick.step, add: () => monitor.addTick(tick) })),
    ...probes.map((probe) => ({ step: probe.step, add: () => monitor.addProbe(probe) })),
  ];
  return events.sort((a, b) => a.step - b.step).flatMap(({ add }) => add());
}
