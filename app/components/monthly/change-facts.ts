import { dayOfMonth } from '#app/domain/recurring-donations/charge-dates.ts'
import { asTyped } from '../amount-choice.tsx'
import type { ChangeFacts } from './change-form.tsx'

type Gift = {
  lines: { giftCents: bigint; feeCoverCents: bigint }[]
  nextChargeAt: Date | null
  choices: (Omit<ChangeFacts['choices'][number], 'share'> & { share: bigint })[]
}

/** What the forms of a gift begin with. */
export const changeFactsOf = ({ lines, nextChargeAt, choices }: Gift, timezone: string): ChangeFacts => ({
  amount: asTyped(lines.reduce((sum, { giftCents }) => sum + giftCents, 0n)),
  coversFee: lines.some(({ feeCoverCents }) => feeCoverCents > 0n),
  day: nextChargeAt && dayOfMonth(nextChargeAt, timezone),
  choices: choices.map(({ share, ...choice }) => ({ ...choice, share: share ? String(share) : '' })),
})
