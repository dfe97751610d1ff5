import { cpus, freemem, totalmem } from 'node:os';
import { backendCandidates, type BackendCandidate } from '../backends/backend-candidates.js';
import { type BackendReport, tryBackend } from '../backends/select-backend.js';

/** Facts about the machine. */
export interface Machine {
  readonly node: string;
  readonly platform: string;
  readonly cores: number;
  readonly memoryGB: { readonly total: number; readonly free: number };
}

/** Inspects this machine and tries every backend; returns the text to print. */
export async function doctor(
  candidates: readonly BackendCandidate[] = backendCandidates,
): Promise<string> {
  const reports: BackendReport[] = [];
  for (const candidate of candidates) reports.push(await tryBackend(candidate));
  return doctorText(thisMachine(), reports);
}

/** The table of `doctor`. */
export function doctorText(machine: Machine, reports: readonly BackendReport[]): string {
  const chosen = reports.find(({ works, onlyByName }) => works && !onlyByName);
  const rows = reports.map(({ name, works, description, reason, wayOut, onlyByName }) => {
    const mark = works ? 'yes' : 'no ';
    const explanation = works
      ? `${description}${onlyByName ? ', only by --backend' : ''}`
      : `${description}: ${reason}\n${' '.repeat(15)}→ ${wayOut}`;
    return `${name.padEnd(10)} ${mark}  ${explanation}`;
  });
  const { total, free } = machine.memoryGB;
  return [
    `Node ${machine.node} on ${machine.platform}, ${machine.cores} cores, ${total.toFixed(1)} GB memory (${free.toFixed(1)} free)`,
    '',
    'backend  works',
    ...rows,
    '',
    chosen === undefined
      ? 'No backend works here.'
      : `--backend auto takes ${chosen.name}, the first that works.`,
  ].join('\n');
}

const thisMachine = (): Machine => ({
  node: process.versions.node,
  platform: `${process.platform} ${process.arch}`,
  cores: cpus().length,
  memoryGB: { total: totalmem() / 2 ** 30, free: freemem() / 2 ** 30 },
});
