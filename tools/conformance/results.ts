/** Result of one test of the TensorFlow.js suite. */
export interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  /** First line of the first failed expectation; undefined if the test passed. */
  readonly reason?: string;
}

/** Results of the whole suite on one backend. */
export interface SuiteResult {
  readonly backend: string;
  readonly results: readonly TestResult[];
}
