import util from 'node:util';
import { expect, it } from 'vitest';
import { type OldUtil, restoreUtilFunctions } from './restore-util-functions.js';

it('restores what is missing', () => {
  const restored: OldUtil = { ...util };
  delete restored.isArray;
  delete restored.isNullOrUndefined;
  restoreUtilFunctions(restored);
  const values = [null, undefined, 0, '', false, [], { length: 0 }];
  expect(values.filter((value) => restored.isNullOrUndefined?.(value))).toEqual([null, undefined]);
  expect(values.filter((value) => restored.isArray?.(value))).toEqual([[]]);
});

it('leaves alone what is there', () => {
  const isArray = () => true;
  const isNullOrUndefined = () => true;
  const old = { isArray, isNullOrUndefined };
  restoreUtilFunctions(old);
  expect(old).toEqual({ isArray, isNullOrUndefined });
});
