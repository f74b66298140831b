type AccountType = 'asset' | 'liability' | 'income' | 'expense' | 'equity'
export type SubLedger = 'poster' | 'bond' | 'request' | 'fund'

type AccountKind = { type: AccountType; subLedger?: SubLedger }

/**
 * The account chart of every fund. An account with a sub-ledger is kept per poster, bond, request or other
 * fund.
 */
export const accountTypes = {
  stripe: { type: 'asset' },
  stripe_reserve: { type: 'asset' },
  in_transit: { type: 'asset' },
  bank: { type: 'asset' },
  cash_box: { type: 'asset' },
  advance: { type: 'asset', subLedger: 'poster' },
  bond_deposit: { type: 'asset', subLedger: 'bond' },
  refund_due: { type: 'asset', subLedger: 'bond' },
  copay_held: { type: 'liability', subLedger: 'request' },
  copay_posted: { type: 'liability', subLedger: 'bond' },
  card_payable: { type: 'liability' },
  reimbursement_due: { type: 'liability' },
  // Due to or from another fund. An asset by nature: below zero it says that this fund owes.
  interfund: { type: 'asset', subLedger: 'fund' },
  opening: { type: 'equity' },
  gifts: { type: 'income' },
  fee_cover: { type: 'income' },
  interest: { type: 'income' },
  recoveries: { type: 'income' },
  processing_fees: { type: 'expense' },
  bond_fees: { type: 'expense' },
  bank_fees: { type: 'expense' },
  withheld: { type: 'expense' },
  forfeited: { type: 'expense' },
  written_off: { type: 'expense' },
  support: { type: 'expense' },
  program_cost: { type: 'expense' },
  dispute_losses: { type: 'expense' },
  // A movement that nobody understands yet. It stands on the asset side, and is zero before the books close.
  suspense: { type: 'asset' },
} as const satisfies Record<string, AccountKind>

export type AccountCode = keyof typeof accountTypes

type SubLedgered = {
  [Code in AccountCode]: (typeof accountTypes)[Code] extends { subLedger: SubLedger } ? Code : never
}[AccountCode]

/** One account of a fund: its code, and for a sub-ledger account also whose. */
export type AccountRef = Exclude<AccountCode, SubLedgered> | { account: SubLedgered; sub: string }

export const accountCodes = Object.keys(accountTypes) as AccountCode[]

export const subLedgerOf = (code: AccountCode): SubLedger | undefined =>
  (accountTypes[code] as AccountKind).subLedger

export const accountCodeOf = (ref: AccountRef): AccountCode => (typeof ref === 'string' ? ref : ref.account)

export const subOf = (ref: AccountRef): string | undefined => (typeof ref === 'string' ? undefined : ref.sub)

/** Debits raise assets and expenses; credits raise the rest. */
export const isDebitNormal = (code: AccountCode): boolean =>
  accountTypes[code].type === 'asset' || accountTypes[code].type === 'expense'
