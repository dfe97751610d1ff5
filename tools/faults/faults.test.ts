import { expect, it } from 'vitest';
import { temporaryFolder } from '../../apps/trainer/src/testing/tiny.js';
import { scenarios } from './all-scenarios.js';
import { openBench } from './scenarios.js';

// `npm run test:faults` tries each fault often.
it('runs that are killed, cut off, damaged or trained twice lose nothing', async () => {
  const bench = await openBench(await temporaryFolder(), 20);
  for (const { try: tryOut, brief } of scenarios(bench)) {
    if (brief === 0) continue;
    const { fault, lost } = await tryOut(brief);
    expect({ fault, lost }).toEqual({ fault, lost: [] });
  }
});
