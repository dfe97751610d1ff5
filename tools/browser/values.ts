/** Tensors by name, as plain numbers: what one backend computed. */
export type Values = Record<string, number[]>;
