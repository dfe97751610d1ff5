import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Contestant } from './contestant.js';

/** What contestants need to know of the machine. */
interface Machine {
  /** Whether the processor multiplies bfloat16 numbers itself. */
  readonly hasBfloat16: boolean;
  /** Whether programs use glibc's allocator, which reads the variables of {@link KEPT_MEMORY}. */
  readonly hasGlibc: boolean;
}

/** A contestant that is here, or why it is not. */
export type Found = Contestant | { readonly name: string; readonly missing: string };

/** The name of this project's contestant. */
export const OURS = 'ours';

const LARGE = String(2 ** 32);

/**
 * Lets glibc keep the memory that a program frees, which it otherwise hands back to the system, to take each page anew
 * with the next large tensor. It is read when a process starts. Source: mallopt(3).
 */
export const KEPT_MEMORY: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: LARGE,
  MALLOC_TRIM_THRESHOLD_: LARGE,
  MALLOC_TOP_PAD_: String(2 ** 28),
};

const file = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Somebody who could take part; `missing` says why not on this machine. */
type Candidate = Omit<Contestant, 'version'> & { readonly missing?: string };

/**
 * All who could take part, in the order of the table: ours; PyTorch of $PYTHON, at its best first; tfjs-node
 * compiled by test:tfjs-node.
 */
export function candidates({ hasBfloat16, hasGlibc }: Machine): Candidate[] {
  const node = [process.execPath, '-C', '@stackgan/source', '--import', 'tsx', file('ours.ts')];
  const python = [process.env['PYTHON'] ?? 'python3', file('pytorch.py')];
  const tuned = {
    env: KEPT_MEMORY,
    ...(!hasGlibc && { missing: 'the system has another allocator than glibc' }),
  };
  const noBfloat16 = { missing: 'the processor does not compute with bfloat16' };
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

/** All candidates, with their versions, or why they do not take part. */
export const findContestants = (): Found[] => candidates(thisMachine()).map(probe);

/** Asks for a version, which whoever cannot run does not tell. */
function probe({ missing, ...contestant }: Candidate): Found {
  const { name, command } = contestant;
  if (missing !== undefined) return { name, missing };
  const [program = '', ...args] = command;
  const { status, stdout } = spawnSync(program, [...args, '--version'], { encoding: 'utf8' });
  return status === 0
    ? { ...contestant, version: stdout.trim() }
    : { name, missing: 'it is not installed' };
}

function thisMachine(): Machine {
  return { hasBfloat16: computesBfloat16(processorText()), hasGlibc: hasGlibc() };
}

/** Whether the text of /proc/cpuinfo names an instruction set for bfloat16: x86's AVX-512 or AMX, or ARM's. */
export function computesBfloat16(cpuinfo: string): boolean {
  return /^(flags|Features)\s*:.*\b(avx512_bf16|amx_bf16|bf16)\b/m.test(cpuinfo);
}

/** Empty where the system has no such file. */
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
