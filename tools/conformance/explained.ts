/** Names of tests that may fail on ort, with the reasons. */
export const explanations: Readonly<Record<string, string>> = {
  'profile reports correct kernelNames':
    'the test assigns to an undeclared variable, which is an error in a module; it fails on every backend',
  'tan numbers exceed float32 precision':
    'the result, 30144.1777, is one unit of float32 away from 30144.1758, which the test expects exactly',
};
