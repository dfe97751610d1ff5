import { printableText } from './printable-text.js';
import type { Tick } from './tick-statistics.js';

/** One line about a tick: position, speed, time left, losses, tensors, memory. */
export function progressText(tick: Tick, steps: number): string {
  const { losses } = tick;
  // Before D takes part, there are no losses of it.
  const loss = (label: string, name: string) =>
    losses[name] === undefined ? [] : [`${label} ${losses[name].toFixed(3)}`];
  return [
    `step ${tick.step}/${steps}`,
    `${tick.kimg.toFixed(1)} kimg`,
    `${tick.imagesPerSecond.toFixed(1)} images/s`,
    `${duration(secondsLeft(tick, steps))} left`,
    ...loss('D', 'discriminator.loss'),
    ...loss('G', 'generator.adversarial'),
    ...loss('KL', 'generator.kl'),
    `${tick.tensors} tensors`,
    `${tick.memoryMB} MB`,
  ].join('  ');
}

/** Seconds until `steps` at the mean speed so far. */
export const secondsLeft = (tick: Tick, steps: number): number =>
  ((steps - tick.step) * (tick.seconds / Math.max(1, tick.step))) | 0;

/** `75` → `1m 15s`, `3700` → `1h 01m`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, '0');
  if (whole >= 3600) return `${Math.floor(whole / 3600)}h ${two(Math.floor(whole / 60) % 60)}m`;
  return whole >= 60 ? `${Math.floor(whole / 60)}m ${two(whole % 60)}s` : `${whole}s`;
}

/** Where messages go: a terminal, a pipe or nothing. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/**
 * Prints messages, without the control characters of what they quote. On a terminal, one progress
 * line below them is rewritten in place.
 */
export class Console {
  #live = false;

  constructor(readonly output: Output) {}

  /** Prints a line that stays. */
  line(text: string): void {
    this.output.write(`${this.#clear()}${printableText(text)}\n`);
    this.#live = false;
  }

  /** Progress: rewritten on a terminal; elsewhere a plain line, and only if `isTick`. */
  progress(text: string, { isTick }: { isTick: boolean }): void {
    if (this.output.isTTY === true) {
      this.output.write(
        this.#clear() + printableText(text).slice(0, (this.output.columns ?? 120) - 1),
      );
      this.#live = true;
    } else if (isTick) {
      this.line(text);
    }
  }

  /** Ends the rewritten line, so that what follows begins on its own. */
  end(): void {
    if (this.#live) this.output.write('\n');
    this.#live = false;
  }

  #clear(): string {
    return this.#live ? '\r\u001b[2K' : '';
  }
}
