import { fault, quote } from '../shared/fault.js';
import { maximumNesting, maximumPickleSteps } from './pth-limits.js';
import { maximumNameLength, maximumTensors } from '../shared/limits.js';
import { PthTensor } from './pth-objects.js';

/** The tensors of nested dictionaries by their keys, joined by dots; all else is skipped. */
export function nameTensors(object: unknown): Map<string, PthTensor> {
  if (!(object instanceof Map)) throw fault('file holds something other than a dictionary');
  const tensors = new Map<string, PthTensor>();
  let visited = 0;

  const visit = (dictionary: ReadonlyMap<unknown, unknown>, prefix: string, depth: number) => {
    if (depth > maximumNesting) {
      throw fault(`dictionaries are nested more than ${maximumNesting} deep`);
    }
    // A dictionary can be part of several others, so the walk can be far longer than the file.
    visited += dictionary.size;
    if (visited > maximumPickleSteps) throw fault('dictionaries repeat each other too often');
    for (const [key, value] of dictionary) {
      if (!(value instanceof Map || value instanceof PthTensor)) continue;
      const name = `${prefix}${checkKey(key)}`;
      if (name.length > maximumNameLength) {
        throw fault(`name ${quote(name)} has more than ${maximumNameLength} characters`);
      }
      if (value instanceof Map) visit(value, `${name}.`, depth + 1);
      else if (tensors.has(name)) throw fault(`two tensors have the name ${quote(name)}`);
      else if (tensors.size === maximumTensors) throw fault(`more than ${maximumTensors} tensors`);
      else tensors.set(name, value);
    }
  };
  visit(object, '', 1);
  return tensors;
}

/** Keys may be numbers, since optimisers number their parameters. */
function checkKey(key: unknown): string {
  if (typeof key !== 'string' && typeof key !== 'number') {
    throw fault('a dictionary with tensors has a key that is neither text nor a number');
  }
  return String(key);
}
