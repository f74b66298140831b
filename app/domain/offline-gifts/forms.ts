import { z } from 'zod'
import {
  lineField,
  moneyField,
  neededDayField,
  optionalMoneyField,
  ownLineField,
  tickedField,
} from '#app/domain/disbursements/fields.ts'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { fundsAtMost, keptIn, memos, offlineKinds, piecesAtMost, reversalReasons } from './offline-gift.ts'

export const BatchForm = z.object({
  keptIn: z.enum(keptIn, 'required'),
  depositedOn: neededDayField,
  reference: lineField(60),
  total: moneyField,
  pieces: z
    .string()
    .trim()
    .regex(/^\d{1,4}$/, 'pieces_are_a_number')
    .transform(Number)
    .refine((pieces) => pieces >= 1 && pieces <= piecesAtMost, 'pieces_are_a_number'),
  fundIds: tickedField('batch_names_its_funds'),
})

const typed = (longest: number) => ownLineField.max(longest, 'too_long').default('')

/** A name or an address is not needed for a check; one that is written must be one. */
const orNothing = (field: z.ZodType<string>) =>
  z
    .string()
    .trim()
    .default('')
    .transform((sent, context): string => {
      if (sent === '') return ''
      const read = field.safeParse(sent)
      if (read.success) return read.data
      context.addIssue({ code: 'custom', message: read.error.issues[0]?.message ?? 'malformed' })
      return z.NEVER
    })

const fields = z.object({
  intent: z.literal('add'),
  donorId: z.union([z.uuid(), z.literal('')]).default(''),
  name: orNothing(GiftForm.shape.name),
  email: orNothing(GiftForm.shape.email),
  kind: z.enum(offlineKinds, 'required'),
  amount: moneyField,
  receivedOn: neededDayField,
  reference: typed(60),
  sponsor: typed(120),
  ticker: typed(10).transform((ticker) => ticker.toUpperCase()),
  shares: typed(20),
  memo: z.enum(memos).default('none'),
  split: z
    .array(z.strictObject({ fundId: z.uuid(), amount: optionalMoneyField }))
    .max(fundsAtMost)
    .default([]),
})

/**
 * What is written on one piece; of a batch for several funds, `split[0].fundId` and `split[0].amount` say what each gets. Its giver
 * is answered in a language that we write.
 */
export const lineForm = (isLanguage: (typed: string) => boolean) =>
  fields
    .extend({ language: z.string().default('en').refine(isLanguage, 'malformed') })
    .strict()
    .transform((sent, context) => {
      const wrong = wrongFact(sent)
      if (wrong) {
        context.addIssue({ code: 'custom', message: wrong[1], path: [wrong[0]] })
        return z.NEVER
      }
      const { donorId, name, email, language, kind, amount, receivedOn, memo, split } = sent
      return {
        intent: 'add' as const,
        giver: { donorId: donorId || null, name, email, language },
        piece: { kind, amount, receivedOn, memo, split, ...factsOf(sent) },
      }
    })

type Facts = Pick<z.output<typeof fields>, 'kind' | 'reference' | 'sponsor' | 'ticker' | 'shares'>

/** What a kind has no use for stays unsaid, whatever stood in its field. */
const factsOf = ({ kind, reference, sponsor, ticker, shares }: Facts) => ({
  reference: kind === 'cash' || kind === 'stock' ? '' : reference,
  sponsor: kind === 'donor_advised_fund' ? sponsor : '',
  ticker: kind === 'stock' ? ticker : '',
  shares: kind === 'stock' ? shares : '',
})

/** The first fact that the kind needs and that is not there, with the code that says so. */
function wrongFact({
  kind,
  reference,
  sponsor,
  ticker,
  shares,
}: Facts): [field: string, code: string] | null {
  if ((kind === 'check' || kind === 'grant') && reference === '') return ['reference', `${kind}_has_a_number`]
  if (kind === 'donor_advised_fund' && sponsor === '') return ['sponsor', 'sponsor_is_named']
  if (kind === 'stock' && !/^[A-Z][A-Z0-9.]{0,9}$/.test(ticker)) return ['ticker', 'ticker_is_letters']
  const isShares = /^\d{1,12}(\.\d{1,6})?$/.test(shares) && Number(shares) > 0
  return kind === 'stock' && !isShares ? ['shares', 'shares_are_a_number'] : null
}

/** Sent, not read from an address: a name in it would stay in logs and histories. */
export const FindForm = z.object({ intent: z.literal('find'), typed: typed(120) })

export const RemoveForm = z.object({ intent: z.literal('remove'), lineId: z.uuid() })

/** Books every line, so its person proves once more that they are there. */
export const CloseForm = z.object({ intent: z.literal('close'), ...proofFields })

export const WithdrawForm = z.object({ intent: z.literal('withdraw') })

export const ReversalForm = z.object({
  intent: z.literal('ask'),
  reason: z.enum(reversalReasons, 'required'),
  fee: optionalMoneyField,
  happenedOn: neededDayField,
  /** What goes back out of each fund, as `parts[0].fundId` and `parts[0].amount`; all that is left where nothing is said. */
  parts: z
    .array(z.strictObject({ fundId: z.uuid(), amount: optionalMoneyField }))
    .max(fundsAtMost)
    .default([]),
})

export const ConfirmForm = z.object({ intent: z.literal('confirm'), reversalId: z.uuid(), ...proofFields })

export const KeepForm = z.object({ intent: z.literal('keep'), reversalId: z.uuid() })

export const PrintedForm = z.object({ intent: z.literal('printed') })
