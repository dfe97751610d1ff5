/** Tests that may fail on ort, by name, and why. */
export const explanations: Readonly<Record<string, string>> = {
  'profile reports correct kernelNames':
    'the test assigns to an undeclared variable, which a module forbids; it fails on every backend',
  'tan numbers exceed float32 precision':
    'the result, 30144.1777, is one unit of float32 away from the 30144.1758 that the test asks for exactly',
};
