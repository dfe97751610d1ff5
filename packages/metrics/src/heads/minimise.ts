/** A function's value and gradient at a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
}

export interface MinimiseOptions {
  /** Steps at most. */
  readonly iterations: number;
  /** Ends when no number of the gradient is larger. */
  readonly tolerance: number;
  /** Called after each step. */
  readonly onStep?: (done: number) => void | Promise<void>;
}

/** Steps that the curvature is estimated from. */
const MEMORY = 10;
/** The part of the decrease which the slope promises that a step has to make (Armijo). */
const SUFFICIENT = 1e-4;
const HALVINGS = 20;

interface Step {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

/**
 * The minimum of a smooth function by L-BFGS (Nocedal & Wright, Numerical Optimization, algorithm
 * 7.4) with backtracking. Ends, too, where no smaller value is found along the way down, as
 * rounding has it.
 */
export async function minimise(
  evaluate: (point: Float64Array) => Promise<Evaluation>,
  start: Float64Array,
  { iterations, tolerance, onStep }: MinimiseOptions,
): Promise<Float64Array> {
  let point = start;
  let here = await evaluate(point);
  const steps: Step[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const { gradient } = here;
    if (gradient.every((slope) => Math.abs(slope) <= tolerance)) break;
    const direction = directionOf(gradient, steps);
    const slope = dot(gradient, direction);
    let length = steps.length ? 1 : Math.min(1, 1 / Math.sqrt(dot(gradient, gradient)));
    let next = point;
    let there: Evaluation | undefined;
    for (let halving = 0; halving < HALVINGS; halving++, length /= 2) {
      next = point.map((value, i) => value + length * direction[i]!);
      const found = await evaluate(next);
      if (found.value <= here.value + SUFFICIENT * length * slope) {
        there = found;
        break;
      }
    }
    if (!there) break;
    const s = next.map((value, i) => value - point[i]!);
    const y = there.gradient.map((value, i) => value - gradient[i]!);
    const curvature = dot(s, y);
    if (curvature > 0) steps.push({ s, y, rho: 1 / curvature });
    if (steps.length > MEMORY) steps.shift();
    [point, here] = [next, there];
    await onStep?.(iteration + 1);
  }
  return point;
}

/** Minus the inverse Hessian, as the last steps show it, times the gradient. */
function directionOf(gradient: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const along = new Float64Array(steps.length);
  for (let i = steps.length - 1; i >= 0; i--) {
    const { s, y, rho } = steps[i]!;
    along[i] = rho * dot(s, direction);
    add(direction, -along[i]!, y);
  }
  const last = steps.at(-1);
  if (last) {
    const scale = 1 / (last.rho * dot(last.y, last.y));
    direction.forEach((value, i) => (direction[i] = value * scale));
  }
  for (const [i, { s, y, rho }] of steps.entries()) {
    add(direction, along[i]! - rho * dot(y, direction), s);
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds `factor * term` to `sum`. */
function add(sum: Float64Array, factor: number, term: Float64Array): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += factor * term[i]!;
}
