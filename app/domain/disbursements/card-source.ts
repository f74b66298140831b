/** How a form names one of a fund's cards as that which was paid with, by its last four digits. */
export const cardSource = (last4: string): string => `card-${last4}`

export const cardSourcePattern = /^card-\d{4}$/

export const cardOfSource = (source: string): { cardLast4: string } => ({ cardLast4: source.slice(-4) })
