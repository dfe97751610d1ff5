import { ImportError } from '../shared/errors.js';
import { BASE_PREFIX } from './state-dict-names.js';
import type { StateDict } from './state-dict.js';

/** The name of a file, for errors, and its contents. */
export interface PytorchFile {
  readonly file: string;
  readonly dict: StateDict;
}

/** How to recognise the wanted dictionary in a file. */
export interface WantedNetwork {
  readonly kind: 'generator' | 'discriminator';
  /** Name of a weight that it has at any size. */
  readonly marker: string;
  /** Whether it has all required names. */
  readonly isWhole: (dict: StateDict) => boolean;
  /** The name of the dictionary, if one was given. */
  readonly key: string | undefined;
}

/** A candidate dictionary of a file. */
interface Candidate {
  /** Its name; empty for the top level of the file. */
  readonly label: string;
  /** The common prefix of all its names in the file. */
  readonly prefix: string;
}

/** Prefixes that DataParallel and torch.compile add to all names. */
const WRAPPERS = /(?:(?:module|_orig_mod)\.)+$/;

/**
 * Finds the weights of a network anywhere in a file: under `state_dict`, `netG`, `params_ema` or
 * any other name, with or without the prefix `module.` of DataParallel. `note` says where; it is
 * undefined for a plain state_dict. A file without such a network is returned as it is. Throws
 * ImportError if several dictionaries fit and none is named, or if none has the given name.
 */
export function unwrapStateDict(
  { file, dict }: PytorchFile,
  wanted: WantedNetwork,
): PytorchFile & { readonly note?: string } {
  const names = Object.keys(dict);
  const candidates = names
    .filter((name) => name === wanted.marker || name.endsWith(`.${wanted.marker}`))
    .map((name) => name.slice(0, -wanted.marker.length))
    // The Stage-I inside a Stage-II is not a candidate of its own.
    .filter((prefix) => !prefix.endsWith(BASE_PREFIX))
    .map((prefix) => ({ label: prefix.replace(WRAPPERS, '').replace(/\.$/, ''), prefix }));
  if (candidates.length === 0 && wanted.key === undefined) return { file, dict };
  const under = ({ prefix }: Candidate): StateDict =>
    Object.fromEntries(
      Object.entries(dict)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, tensor]) => [name.slice(prefix.length), tensor]),
    );
  const chosen = choose(file, candidates, wanted, (one) => wanted.isWhole(under(one)));
  const { label, prefix } = chosen;
  if (prefix === '') return { file, dict };
  const taken = label === '' ? 'takes the weights' : `takes the weights in "${label}"`;
  const wrapper = WRAPPERS.exec(prefix)?.[0];
  const others = otherParts(names, chosen);
  return {
    file: label === '' ? file : `${file} ("${label}")`,
    dict: under(chosen),
    note:
      `${file}: ${taken}${wrapper ? `, without the "${wrapper}" before their names` : ''}` +
      (others.length > 0 ? `; leaves out ${others.join(', ')}` : ''),
  };
}

function choose(
  file: string,
  candidates: readonly Candidate[],
  { kind, key }: WantedNetwork,
  isWhole: (candidate: Candidate) => boolean,
): Candidate {
  const list = (some: readonly Candidate[]) =>
    some.map(({ label }) => label || 'the file itself').join(', ') || 'none';
  if (key !== undefined) {
    const named = candidates.find(({ label }) => label === key);
    if (named !== undefined) return named;
    throw new ImportError(
      `${file} has no ${kind} "${key}"; --${kind}-key may be one of: ${list(candidates)}`,
    );
  }
  const [first, ...others] = candidates;
  if (first !== undefined && others.length === 0) return first;
  const whole = candidates.filter(isWhole);
  if (whole.length === 1) return whole[0]!;
  throw new ImportError(
    `${file} holds several that may be the ${kind}: ${list(candidates)}; say which with ` +
      `--${kind}-key ${(whole[0] ?? first)!.label}`,
  );
}

/** Other contents of the file, named at the depth of the chosen dictionary. */
function otherParts(names: readonly string[], { label, prefix }: Candidate): string[] {
  const depth = Math.max(1, label.split('.').length);
  const left = names.filter((name) => !name.startsWith(prefix));
  return [...new Set(left.map((name) => name.split('.').slice(0, depth).join('.')))];
}
