/** Where a fund has not said how long it keeps who a person was. */
export const usualVaultTerm = 24

/** In months, as a fund may set it. */
export const isVaultTerm = (months: number): boolean => months >= 3 && months <= 120
