import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectLikeCpu } from '../test-support/expect-like-cpu.js';
import { kernelCases } from '../test-support/kernel-cases.js';
import { useOrt } from '../test-support/use-ort.js';
import { channelBlock } from './engine/channel-block.js';
import { ortStatistics } from './index.js';

vi.mock('./engine/channel-block.js', { spy: true });

useOrt();
afterEach(() => vi.mocked(channelBlock).mockReset());

describe.each([
  { layout: 'with the blocks of this processor', blocks: [] },
  { layout: 'without blocks, as on a GPU', blocks: [1] },
])('values and gradients equal the cpu backend $layout', ({ blocks }) => {
  // Graphs that were compiled for the other layout must not be used here.
  beforeAll(async () => {
    await tf.setBackend('ort');
    tf.backend().dispose();
  });

  it.each(kernelCases)('%s', async (...kernelCase) => {
    for (const block of blocks) vi.mocked(channelBlock).mockReturnValue(block);
    const before = ortStatistics().runs;
    await expectLikeCpu('ort', kernelCase, 1e-5);
    expect(ortStatistics().runs).toBe(before + 1);
  });

  it('needs no fallback for any of them', () => {
    expect(ortStatistics().fallbacks).toEqual({});
  });
});
