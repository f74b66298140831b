import { useState } from 'react'
import { LargeCashNotice } from '#app/components/cash/large-cash-notice.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { FormAnswer } from '#app/components/form-answer.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { useWords } from '#app/components/words.ts'
import { isLargeCash } from '#app/domain/cash/large-cash.ts'
import { receiptMethods } from '#app/domain/copays/copay.ts'
import { parseDollars } from '#app/domain/money/money-field.ts'

type Props = {
  /** Cents that may come still, by the paper. */
  open: bigint
  /** Cents of cash that went into the bank within a day. */
  depositedCents: bigint
  receiving: Omit<FormAnswer, 'ticksOf'>
}

/** How much of a family's came, and as what; says as soon as it is cash that this, with what else went into the bank within a day, is large. */
export function HowReceived({ open, depositedCents, receiving }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const [amount, setAmount] = useState(receiving.valueOf('amount') ?? '')
  const [method, setMethod] = useState(receiving.valueOf('method') ?? '')
  const read = parseDollars(amount)
  const together = read.ok && method === 'cash' ? read.cents + depositedCents : 0n
  return (
    <>
      <MoneyInput
        id="receive-amount"
        name="amount"
        label={t('copay:receipts.amount')}
        hint={t('copay:receive.at_most', { open: money(open) })}
        defaultValue={amount}
        onChange={(event) => setAmount(event.currentTarget.value)}
        error={receiving.errorOf('amount')}
        required
      />
      <ChoiceField
        id="receive-method"
        name="method"
        label={t('copay:receive.method')}
        defaultValue={method}
        onChange={(event) => setMethod(event.currentTarget.value)}
        error={receiving.errorOf('method')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...receiptMethods.map((value) => ({ value, label: t(`admin:method.${value}`) })),
        ]}
      />
      <div aria-live="polite">{isLargeCash(together) && <LargeCashNotice cents={together} />}</div>
    </>
  )
}
