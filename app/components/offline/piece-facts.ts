type Piece = { kind: string; reference: string; sponsor: string; ticker: string; shares: string }
type Translate = (key: string, values?: Record<string, string>) => string

/** What is written on a piece, in one line: the check's number, who keeps the fund, how many shares. */
export function pieceFacts({ kind, reference, sponsor, ticker, shares }: Piece, t: Translate): string {
  const facts = [
    ...(kind === 'stock' ? [t('offline:line.shares', { shares, ticker })] : []),
    ...(sponsor ? [sponsor] : []),
    ...(reference ? [t('offline:line.number', { number: reference })] : []),
  ]
  return facts.join(' · ')
}
