/**
 * Beside the facts where there is room. On a phone after them, since one reads before one decides; but first on the page of a
 * single act, so that a form that came back with its reason is in sight.
 */
export const actsPlace = (isOneAct: boolean): string =>
  `grid content-start gap-8 lg:col-start-2 lg:row-span-2 lg:row-start-1 ${isOneAct ? 'max-lg:order-first' : ''}`
