/**
 * Deterministic pseudo-random numbers in [-1, 1). A plain sine is periodic in rows and channels:
 * sums of its products can be a thousand times too large or too small, and tolerances lose their
 * meaning.
 */
export function randomNumbers(shape: readonly number[], seed: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, i) => {
    const wild = 43758.5453 * Math.sin(12.9898 * (i + 1) + seed * 78.233);
    return 2 * (wild - Math.floor(wild)) - 1;
  });
}
