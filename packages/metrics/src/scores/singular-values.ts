/**
 * Sum of the singular values (nuclear norm) of a row-major matrix [rows, columns], whose content is
 * used up. Householder bidiagonalisation, then the eigenvalues of the Golub-Kahan matrix, of which
 * half are the singular values: each is right to a few eps of the greatest one, small ones too,
 * which the square roots of eigenvalues of Gᵀ G would not be.
 */
export function sumOfSingularValues(matrix: Float64Array, rows: number, columns: number): number {
  if (rows === 0 || columns === 0) return 0;
  const [a, m, n] =
    rows >= columns ? [matrix, rows, columns] : [transpose(matrix, rows, columns), columns, rows];
  const entries = bidiagonalise(a, m, n);
  // The eigenvalues of the matrix with a zero diagonal and these entries beside it are ± the
  // singular values.
  const eigenvalues = tridiagonalEigenvalues(new Float64Array(2 * n), entries);
  return eigenvalues.reduce((sum, value) => sum + Math.abs(value), 0) / 2;
}

function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return Float64Array.from(matrix, (_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]!);
}

/** Diagonal and superdiagonal in turn, d1 e1 d2 e2 … dn, of the upper bidiagonal form; m >= n. */
function bidiagonalise(a: Float64Array, m: number, n: number): Float64Array {
  const entries = new Float64Array(2 * n - 1);
  const u = new Float64Array(m);
  const v = new Float64Array(n);
  const y = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    for (let i = k; i < m; i++) u[i] = a[i * n + k]!;
    entries[2 * k] = reflect(u, k);
    // y = Aᵀ u; then A - u yᵀ is what the left reflection leaves.
    y.fill(0, k);
    for (let i = k; i < m; i++) {
      const factor = u[i]!;
      if (factor !== 0) for (let j = k + 1, at = i * n; j < n; j++) y[j]! += factor * a[at + j]!;
    }
    if (k === n - 1) break;
    for (let j = k + 1; j < n; j++) v[j] = a[k * n + j]! - u[k]! * y[j]!;
    entries[2 * k + 1] = reflect(v, k + 1);
    // Both reflections in one walk over the rows below.
    for (let i = k + 1; i < m; i++) {
      const at = i * n;
      const factor = u[i]!;
      let product = 0;
      for (let j = k + 1; j < n; j++) {
        const value = a[at + j]! - factor * y[j]!;
        a[at + j] = value;
        product += value * v[j]!;
      }
      if (product !== 0) for (let j = k + 1; j < n; j++) a[at + j]! -= product * v[j]!;
    }
  }
  return entries;
}

/**
 * Makes of x[from…] the vector w of the reflection I - w wᵀ that maps it to a multiple of the first
 * unit vector, and returns that multiple; w = 0 where x is 0.
 */
function reflect(x: Float64Array, from: number): number {
  let squares = 0;
  for (let i = from; i < x.length; i++) squares += x[i]! * x[i]!;
  if (squares === 0) return 0;
  const norm = x[from]! > 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  const scale = 1 / Math.sqrt(squares - norm * x[from]!);
  x[from]! -= norm;
  for (let i = from; i < x.length; i++) x[i]! *= scale;
  return norm;
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix by the implicit QL method with Wilkinson's shift
 * (tqli of EISPACK); in place, in no order. `beside` has one entry less than `diagonal`.
 */
function tridiagonalEigenvalues(diagonal: Float64Array, beside: Float64Array): Float64Array {
  const n = diagonal.length;
  const d = diagonal;
  const e = new Float64Array(n);
  e.set(beside);
  const greatest = beside.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const negligible = Number.EPSILON * greatest;
  for (let l = 0; l < n; l++) {
    for (;;) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > negligible) m++;
      if (m === l) break;
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      g = d[m]! - d[l]! + e[l]! / (g + (g < 0 ? -1 : 1) * Math.sqrt(g * g + 1));
      let [s, c, p] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i]!;
        const b = c * e[i]!;
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= p;
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1]! - p;
        const t = (d[i]! - g) * s + 2 * c * b;
        p = s * t;
        d[i + 1] = g + p;
        g = c * t - b;
      }
      if (i >= l) continue;
      d[l]! -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d;
}
