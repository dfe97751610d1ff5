import { afterAll, afterEach } from 'vitest';

/** Lines printed since the last check. A test that expects output must spy on `console` itself. */
const printed: string[] = [];

for (const method of ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const) {
  console[method] = (...values: unknown[]) => {
    printed.push(`console.${method}: ${values.map(String).join(' ')}`);
  };
}

function expectSilence(): void {
  const lines = printed.splice(0);
  if (lines.length > 0) throw new Error(`A test must not print. It printed:\n${lines.join('\n')}`);
}

afterEach(expectSilence);
afterAll(expectSilence);
