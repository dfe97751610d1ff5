import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';

/** This machine beside a measurement: the processor, its widest instructions, cores, Node. */
export function machine(): string {
  const model = cpus()[0]!.model.trim();
  const instructions = instructionsOf('/proc/cpuinfo');
  const cores = `cores: ${availableParallelism()}`;
  return [model, ...instructions, cores, `Node ${process.versions.node}`].join(', ');
}

/** What Linux says; nothing on other systems. */
function instructionsOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const text = readFileSync(file, 'utf8');
  if (/\bavx512f\b/u.test(text)) return ['AVX-512'];
  return /\bavx2\b/u.test(text) ? ['AVX2'] : [];
}
