import { fault } from './fault.js';
import { dictionarySteps } from './pickle-limits.js';
import type { PickleFunction } from './pickle-machine.js';
import { PickleTuple } from './pickle-stack.js';

/** `collections.OrderedDict`: a Map of the pairs in a list, if there is one. */
export const makeOrderedDict: PickleFunction = ([items = []], spend) => {
  if (!Array.isArray(items)) throw fault('an OrderedDict is made of something other than a list');
  spend(dictionarySteps + items.length);
  const dictionary = new Map<unknown, unknown>();
  // Python 2 writes its items as lists of two.
  for (const item of items as unknown[]) {
    const pair: unknown = item instanceof PickleTuple ? item.items : item;
    if (!Array.isArray(pair) || pair.length !== 2)
      throw fault('an OrderedDict has items that are not pairs');
    dictionary.set(pair[0], pair[1]);
  }
  return dictionary;
};
