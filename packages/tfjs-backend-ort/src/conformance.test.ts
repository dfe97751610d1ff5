import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { evaluate, expectClose } from '../test-support/evaluate-kernel.js';
import { kernelCases } from '../test-support/kernel-cases.js';
import { channelBlock } from './engine/channel-block.js';
import { ortStatistics, registerOrtBackend } from './index.js';

vi.mock('./engine/channel-block.js', { spy: true });

beforeAll(() => registerOrtBackend({ threads: 1 }));
afterEach(() => vi.mocked(channelBlock).mockReset());

describe.each([
  { layout: 'with what blocks this processor has', blocks: [] },
  { layout: 'without blocks, as on a GPU', blocks: [1] },
])('values and gradients equal the cpu backend $layout', ({ blocks }) => {
  // What was compiled with the other layout must not serve here.
  beforeAll(async () => {
    await tf.setBackend('ort');
    tf.backend().dispose();
  });

  it.each(kernelCases)('%s', async (_, shapes, build, options) => {
    for (const block of blocks) vi.mocked(channelBlock).mockReturnValue(block);
    const expected = await evaluate('cpu', build, shapes, !options?.values);
    const before = ortStatistics().runs;
    const actual = await evaluate('ort', build, shapes, !options?.values);
    expect(ortStatistics().runs).toBe(before + 1);
    actual.forEach(({ shape, data }, i) => {
      expect(shape).toEqual(expected[i]!.shape);
      expectClose(data, expected[i]!.data, 1e-5);
    });
  });

  it('needs no fallback for any of them', () => {
    expect(ortStatistics().fallbacks).toEqual({});
  });
});
