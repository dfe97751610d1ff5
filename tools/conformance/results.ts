/** One test of TensorFlow.js's suite. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** First line of the first failed expectation. */
  readonly reason?: string;
}

/** The whole suite on one backend. */
export interface SuiteResult {
  readonly backend: string;
  readonly results: readonly TestResult[];
}
