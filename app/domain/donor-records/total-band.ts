/** What someone gave in all, as a list may show it: enough to know whom one speaks with, not the sum itself. */
export const totalBands = ['none', 'under_100', 'under_500', 'under_1000', 'under_5000', 'more'] as const
export type TotalBand = (typeof totalBands)[number]

export function totalBand(cents: bigint): TotalBand {
  if (cents <= 0n) return 'none'
  if (cents < 100_00n) return 'under_100'
  if (cents < 500_00n) return 'under_500'
  if (cents < 1_000_00n) return 'under_1000'
  return cents < 5_000_00n ? 'under_5000' : 'more'
}
