import { expect, it } from 'vitest';
import { outdated } from './training-state.js';

const steps = [100, 200, 300, 400, 500, 600].map((step) => ({ step }));
const kept = (keep: number, keepEveryKimg: number) => {
  const batch = { size: 10, captions: 1 } as never;
  const old = outdated(steps, { keep, keepEveryKimg, batch });
  return steps.filter((state) => !old.includes(state)).map(({ step }) => step);
};

it('keeps the newest states, and the first after each so many thousand images', () => {
  expect(kept(2, 0)).toEqual([500, 600]);
  expect(kept(1, 0)).toEqual([600]);
  expect(kept(9, 0)).toEqual([100, 200, 300, 400, 500, 600]);
  expect(kept(1, 2)).toEqual([200, 400, 600]);
  expect(kept(2, 2.5)).toEqual([300, 500, 600]);
  expect(kept(1, 0.1)).toEqual([100, 200, 300, 400, 500, 600]);
});
