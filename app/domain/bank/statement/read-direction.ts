const words = {
  in: [
    'credit',
    'cr',
    'c',
    'deposit',
    'in',
    'money in',
    'crédito',
    'credito',
    'abono',
    'depósito',
    'deposito',
  ],
  out: ['debit', 'dr', 'd', 'withdrawal', 'out', 'money out', 'débito', 'debito', 'cargo', 'retiro'],
}

/** Which way money went, as banks say it in a column of its own; null for a word that does not say it. */
export function readDirection(written: string): 'in' | 'out' | null {
  const word = written.trim().toLowerCase()
  if (words.in.includes(word)) return 'in'
  return words.out.includes(word) ? 'out' : null
}
