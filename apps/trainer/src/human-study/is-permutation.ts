/** Whether `order` holds each whole number from 0 to below `count` once. */
export const isPermutation = (order: readonly number[], count: number): boolean =>
  order.length === count && new Set(order).size === count && order.every((one) => one < count);
