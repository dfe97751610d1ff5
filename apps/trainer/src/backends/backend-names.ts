/** The backends of `--backend`, in the order in which `auto` tries them. */
export const BACKEND_NAMES = ['node-gpu', 'ort', 'node', 'cpu'] as const;

export type BackendName = (typeof BACKEND_NAMES)[number];
