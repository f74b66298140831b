import { z } from 'zod'
import { type AccountCode, accountCodes, accountTypes } from '#app/domain/ledger/accounts.ts'

/** How the accountants call one of our accounts. */
export type ChartEntry = { number: string; name: string }
export type Chart = { className: string; accounts: Record<AccountCode, ChartEntry> }

const usual: Record<AccountCode, string> = {
  ...{
    stripe: '1010',
    stripe_reserve: '1015',
    in_transit: '1020',
    bank: '1000',
    cash_box: '1030',
    advance: '1040',
  },
  ...{
    bond_deposit: '1200',
    refund_due: '1210',
    copay_held: '2200',
    copay_posted: '2210',
    card_payable: '2100',
  },
  ...{ reimbursement_due: '2110', interfund: '1900', opening: '3000', gifts: '4000', fee_cover: '4010' },
  ...{ interest: '4200', recoveries: '4300', processing_fees: '6100', bond_fees: '6110', bank_fees: '6120' },
  ...{ withheld: '6200', forfeited: '6210', written_off: '6220', support: '5000', program_cost: '5100' },
  ...{ dispute_losses: '6230', suspense: '1999' },
}

/** As long as nobody said otherwise: usual numbers, and our own names in English, as they stand in the books. */
export const usualChart = (className: string): Chart => ({
  className,
  accounts: Object.fromEntries(
    accountCodes.map((code) => [code, { number: usual[code], name: nameOf(code) }]),
  ) as Record<AccountCode, ChartEntry>,
})

const nameOf = (code: AccountCode): string => {
  const words = code.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

// What begins like a formula, or holds what ends a cell of an IIF, is no name of an account.
const plain = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest, 'too_long')
    .regex(/^(?![=+\-@])[^\t\r\n"]*$/, 'malformed')

/** A form of all accounts: `number_bank`, `name_bank`, and so on, and the class of the fund. */
export const ChartForm = z
  .object({
    className: plain(60),
    ...Object.fromEntries(accountCodes.map((code) => [`number_${code}`, plain(20)])),
    ...Object.fromEntries(accountCodes.map((code) => [`name_${code}`, plain(60).min(1, 'required')])),
  })
  .strict()
  .transform((form: Record<string, string>): Chart => {
    const entry = (code: AccountCode): ChartEntry => ({
      ...{ number: form[`number_${code}`] ?? '', name: form[`name_${code}`] ?? '' },
    })
    return {
      className: form.className ?? '',
      accounts: Object.fromEntries(accountCodes.map((code) => [code, entry(code)])) as Chart['accounts'],
    }
  })

const iifTypes = {
  asset: 'OCASSET',
  liability: 'OCLIAB',
  equity: 'EQUITY',
  income: 'INC',
  expense: 'EXP',
} as const

export const iifTypeOf = (code: AccountCode): string =>
  code === 'bank' ? 'BANK' : iifTypes[accountTypes[code].type]
