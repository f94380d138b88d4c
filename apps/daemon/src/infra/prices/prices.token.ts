/** Injects the PricePort of the daemon. */
export const PRICES = Symbol('PRICES');
