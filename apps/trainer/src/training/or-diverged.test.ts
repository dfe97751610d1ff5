import { ImageError } from '@stackgan/stage2';
import { expect, it } from 'vitest';
import { orDiverged } from './or-diverged.js';

it('takes an image of NaN for divergence, and leaves all else alone', async () => {
  const at = { step: 7, lastState: 'runs/a/state-000005' };
  await expect(orDiverged(Promise.reject(new ImageError(NaN)), at)).rejects.toMatchObject({
    name: 'DivergenceError',
    message: expect.stringMatching(/^step 7: a drawn image is NaN; .*state-000005/) as string,
  });
  const other = new Error('disk');
  await expect(orDiverged(Promise.reject(other), at)).rejects.toBe(other);
  expect(await orDiverged(Promise.resolve(3), at)).toBe(3);
});
