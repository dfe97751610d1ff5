/** Counts checks that passed, failed and were skipped, and prints each result. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;

  add(passed: number, failed: number): void {
    this.passed += passed;
    this.failed += failed;
  }

  /** Runs one check, which counts as one test. Resolves to whether it passed; never rejects. */
  async check(name: string, run: () => Promise<unknown>): Promise<boolean> {
    const start = performance.now();
    const failure = await run().then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    this.add(failure === undefined ? 1 : 0, failure === undefined ? 0 : 1);
    console.log(`${failure === undefined ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
    if (failure !== undefined) console.log(failure.replaceAll(/^/gm, '     '));
    return failure === undefined;
  }

  /** Counts `count` checks that cannot run, and prints the reason. */
  skip(name: string, count: number, reason: string): void {
    this.skipped += count;
    console.log(`skip ${name}: ${reason}`);
  }

  get summary(): string {
    const skipped = this.skipped > 0 ? `, ${this.skipped} skipped` : '';
    return `${this.passed} passed, ${this.failed} failed${skipped}`;
  }
}
