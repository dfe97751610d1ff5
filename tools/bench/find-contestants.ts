import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestant.js';

/** Properties of the machine that decide which contestants can run. */
interface Machine {
  /** Whether the processor has instructions for bfloat16. */
  readonly hasBfloat16: boolean;
  /** Whether programs use the allocator of glibc, which reads {@link KEPT_MEMORY}. */
  readonly hasGlibc: boolean;
}

/** A contestant that can run on this machine, or the reason why it cannot. */
export type Found = Contestant | { readonly name: string; readonly missing: string };

/** The name of this project's contestant. */
export const OURS = 'ours';

const LARGE = String(2 ** 32);

/**
 * Makes glibc keep freed memory. By default it returns large blocks to the system and must map
 * each page again for the next large tensor. glibc reads these variables when a process starts.
 * Source: mallopt(3).
 */
export const KEPT_MEMORY: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: LARGE,
  MALLOC_TRIM_THRESHOLD_: LARGE,
  MALLOC_TOP_PAD_: String(2 ** 28),
};

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** A possible contestant; `missing` says why it cannot run on this machine. */
type Candidate = Omit<Contestant, 'version'> & { readonly missing?: string };

/**
 * All possible contestants, in the order of the table: ours; PyTorch of $PYTHON, tuned forms first;
 * tfjs-node as compiled by `npm run test:tfjs-node`.
 */
export function candidates({ hasBfloat16, hasGlibc }: Machine): Candidate[] {
  const node = [process.execPath, '-C', '@stackgan/source', '--import', 'tsx', file('ours.ts')];
  const python = [process.env['PYTHON'] ?? 'python3', file('pytorch.py')];
  const tuned = {
    env: KEPT_MEMORY,
    ...(!hasGlibc && { missing: 'the system does not use the allocator of glibc' }),
  };
  const noBfloat16 = { missing: 'the processor has no bfloat16 instructions' };
  return [
    { name: OURS, command: [...node, 'ort'] },
    { name: 'PyTorch, tuned', command: [...python, '--tuned'], ...tuned },
    {
      name: 'PyTorch, tuned, bfloat16',
      command: [...python, '--tuned', '--bfloat16'],
      precision: 'bfloat16',
      ...tuned,
      ...(!hasBfloat16 && noBfloat16),
    },
    { name: 'PyTorch as installed', command: python },
    { name: 'tfjs-node', command: [...node, 'node'] },
  ];
}

/** All candidates, each with its version, or the reason why it does not take part. */
export const findContestants = (): Found[] => candidates(thisMachine()).map(probe);

/** Asks a candidate for its version; one that cannot run exits with an error. */
function probe({ missing, ...contestant }: Candidate): Found {
  const { name, command } = contestant;
  if (missing !== undefined) return { name, missing };
  const [program = '', ...args] = command;
  const { status, stdout } = spawnSync(program, [...args, '--version'], { encoding: 'utf8' });
  return status === 0
    ? { ...contestant, version: stdout.trim() }
    : { name, missing: 'not installed' };
}

function thisMachine(): Machine {
  return { hasBfloat16: computesBfloat16(processorText()), hasGlibc: hasGlibc() };
}

/**
 * Whether the text of /proc/cpuinfo lists bfloat16 instructions: AVX-512 BF16, AMX or those of ARM.
 */
export function computesBfloat16(cpuinfo: string): boolean {
  return /^(flags|Features)\s*:.*\b(avx512_bf16|amx_bf16|bf16)\b/m.test(cpuinfo);
}

/** The text of /proc/cpuinfo; empty on systems without it. */
function processorText(): string {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return '';
  }
}

function hasGlibc(): boolean {
  const { header } = process.report.getReport() as { header: Record<string, unknown> };
  return header['glibcVersionRuntime'] !== undefined;
}
