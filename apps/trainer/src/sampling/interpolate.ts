/** (1 - t) a + t b; `t` from 0 to 1. */
export const linear = (a: Float32Array, b: Float32Array, t: number): Float32Array =>
  a.map((value, index) => (1 - t) * value + t * b[index]!);

/**
 * Spherical interpolation from a (t = 0) to b (t = 1), as in White (2016, "Sampling Generative
 * Networks"): the middle of a straight line would be closer to 0 than normal noise ever is. Linear
 * if the angle between a and b is 0 or undefined.
 */
export function spherical(a: Float32Array, b: Float32Array, t: number): Float32Array {
  const dot = (x: Float32Array, y: Float32Array) =>
    x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  const cosine = dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  if (!(sine > 1e-6)) return linear(a, b, t);
  const [ofA, ofB] = [Math.sin((1 - t) * angle) / sine, Math.sin(t * angle) / sine];
  return a.map((value, index) => ofA * value + ofB * b[index]!);
}
