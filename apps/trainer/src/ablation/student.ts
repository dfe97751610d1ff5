/**
 * The value that the absolute value of Student's t with `freedom` degrees of freedom exceeds with
 * probability 0.05: half the width of a 95 % interval, in standard errors of a mean. `freedom` is a
 * whole number from 1.
 */
export function studentT95(freedom: number): number {
  let [low, high] = [0, 16];
  for (let halving = 0; halving < 50; halving++) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, freedom) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

/** P(|t| < x) for whole degrees of freedom (Abramowitz and Stegun, 26.7.3 and 26.7.4). */
function probabilityWithin(x: number, freedom: number): number {
  const angle = Math.atan(x / Math.sqrt(freedom));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= freedom - 2; power += 2) {
    sum += term;
    term *= ((power + 1) / (power + 2)) * cosine ** 2;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
