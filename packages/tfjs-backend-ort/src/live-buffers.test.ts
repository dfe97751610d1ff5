import { describe, it } from 'vitest';
import { liveCases, refillingCases } from '../test-support/cpu-cases/views.js';
import { expectAlike } from '../test-support/expect-alike.js';
import { useOrt } from '../test-support/use-ort.js';

useOrt();

describe('operations use the values of the time of the call', () => {
  it.each([...liveCases, ...refillingCases])('%s', async (_, build) => expectAlike(build));
});
